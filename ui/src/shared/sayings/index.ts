export {
  allInWords,
  builtInName,
  inWords,
  translated,
  type Saying,
  type SayingGroup,
  type SayingValue,
} from './sayings';
