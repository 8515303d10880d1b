// Which question a refusal of the core speaks of; nothing when it is about something else.
import { refusalSentence, type Refused } from '../../shared/notices';

export function answerRefusal(refusal: Refused | null | undefined): { questionId: string; message: string } | null {
  const details = refusal?.details;
  if (!refusal || typeof details !== 'object' || details === null || !('questionId' in details)) return null;
  return typeof details.questionId === 'string'
    ? { questionId: details.questionId, message: refusalSentence(refusal) }
    : null;
}
