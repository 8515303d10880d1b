export { allInWords, builtInName, inWords, type Saying, type SayingGroup, type SayingValue } from './sayings';
