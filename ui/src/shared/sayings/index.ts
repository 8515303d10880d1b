export { allInWords, inWords, type Saying, type SayingGroup, type SayingValue } from './sayings';
