// Which records the address asks for, as the core understands it: the same for the list and for what is exported.
import type { AuditFilter } from '../../generated/contract';
import { endOfDay, startOfDay } from '../../shared/format';
import { asked } from '../../shared/navigation';

export function askedFilter(): AuditFilter {
  const [from, to] = [asked('from'), asked('to')];
  return {
    search: asked('search') ?? undefined,
    actorId: asked('actor'),
    activity: asked('activity'),
    subjectId: asked('subject'),
    from: from ? startOfDay(from) : undefined,
    to: to ? endOfDay(to) : undefined,
  };
}
