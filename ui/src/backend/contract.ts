// The command list as types: from a command's name to what it is asked and what it answers. Everything here is derived from
// the generated file, so that a command renamed in the core stops compiling here.
import { COMMANDS, type Client } from '../generated/contract';
import type * as wire from '../generated/contract';

export { COMMANDS };

type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;

export type Command = (typeof COMMANDS)[number]['name'];
export type Tag = wire.Tag;

type Call<C extends Command> = Client[CamelCase<C> & keyof Client];

export type AskOf<C extends Command> = Parameters<Call<C>>[0];
export type ViewOf<C extends Command> = Awaited<ReturnType<Call<C>>>;

/** Which rows an opened list has. */
export type ListName = wire.ListOf['of'];
export type RowOf<N extends ListName> = Extract<wire.ListRows, { of: N }>['rows'][number];
export type FilterOf<N extends ListName> = Extract<wire.ListOf, { of: N }>['filter'];
