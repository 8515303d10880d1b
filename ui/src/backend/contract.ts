// The types of the commands, for createRead and createAction.
import type { CommandTags } from './reads';

export type Command = string;
export type AskOf<_C extends Command> = unknown;
export type ViewOf<_C extends Command> = unknown;

export const COMMANDS: readonly CommandTags[] = [];
