// Reading through the cache. A query's key begins with its command's name, so the core's word "these tags changed" finds
// exactly the queries to ask again. Nothing else makes a query stale: there is no other source of change.
import { QueryClient, type QueryKey } from '@tanstack/svelte-query';

export interface CommandTags {
  readonly name: string;
  readonly reads: readonly string[];
}

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The core is on this machine; a browser that believes to be offline must not hold questions back.
        networkMode: 'always',
        // A refusal stays a refusal however often one asks.
        retry: false,
        staleTime: Infinity,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // By default an answer is passed on only to what has read it before. A screen that waits for several answers reads the
        // second only once the first is there, and would wait for ever when they come in the other order.
        notifyOnChangeProps: 'all',
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

export function readKey(command: string, ask: unknown): QueryKey {
  return [command, ask];
}

/**
 * Asks again for every query whose command reads one of the changed tags; a command without declared tags always. A query
 * whose first answer is still on its way would take that answer for fresh, so it is asked once more when it has come.
 */
export async function invalidate(
  client: QueryClient,
  commands: readonly CommandTags[],
  tags: readonly string[],
): Promise<void> {
  const reads = new Map(commands.map((command) => [command.name, command.reads]));
  const predicate = ({ queryKey }: { queryKey: QueryKey }) => {
    const declared = reads.get(String(queryKey[0]));
    return declared === undefined || declared.some((tag) => tags.includes(tag));
  };
  const asked = client.getQueryCache().findAll({ predicate });
  const first = asked.filter(({ state }) => state.fetchStatus !== 'idle' && state.data === undefined);
  await client.invalidateQueries({ predicate });
  await Promise.all(first.map(({ queryKey }) => client.invalidateQueries({ queryKey, exact: true })));
}
