// The two clocks of a request, from what the core tells: the time to decide, and the time of the access it asks for.
import type { RequestRow, RequestView } from '../../generated/contract';
import type { Clock } from '../../shared/display';
import { formatDuration, formatInstant } from '../../shared/format';
import { t, textOf } from '../../shared/i18n';

const CLOSED = new Set(['delivered', 'partiallyDelivered', 'deliveryFailed', 'denied', 'canceled']);

export const isClosed = ({ state }: Pick<RequestRow, 'state'>) => CLOSED.has(state);

export function decisionClock(request: RequestRow): Clock {
  if (isClosed(request))
    return {
      from: request.createdAt,
      until: request.completedAt,
      stopped: true,
      note: request.completedAt
        ? t('request.closedOn', {
            state:
              request.state === 'denied'
                ? textOf('requestStatus', request.status)
                : textOf('requestState', request.state),
            instant: formatInstant(request.completedAt, 'date'),
          })
        : undefined,
    };
  return {
    from: request.createdAt,
    until: request.decisionNeededBy,
    note: request.decisionNeededBy ? undefined : textOf('requestState', request.state),
  };
}

export function accessClock(view: RequestView): Clock {
  const { request } = view;
  if (request.state === 'denied' || request.state === 'canceled')
    return { from: null, until: null, note: t('request.noAccess') };
  if (request.requestType === 'userRemove' || request.requestType.endsWith('Remove'))
    return { from: null, until: null, note: t('request.endsAccess') };
  const given = view.grantedDuration ?? view.askedDuration;
  if (!isClosed(request) && !request.accessUntil && given)
    return { from: null, until: null, note: t('request.fromDelivery', { duration: formatDuration(given) }) };
  if (!isClosed(request))
    return {
      from: null,
      until: request.accessUntil,
      note: request.accessUntil
        ? t('request.untilAsked', { instant: formatInstant(request.accessUntil, 'date') })
        : t('request.fromDeliveryFree'),
    };
  return { from: request.completedAt ?? request.createdAt, until: request.accessUntil };
}
