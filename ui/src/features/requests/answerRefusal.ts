// Which question a refusal of the core speaks of; nothing when it is about something else.
export function answerRefusal(
  refusal: { message: string; details?: unknown } | null | undefined,
): { questionId: string; message: string } | null {
  const details = refusal?.details;
  if (!refusal || typeof details !== 'object' || details === null || !('questionId' in details)) return null;
  return typeof details.questionId === 'string' ? { questionId: details.questionId, message: refusal.message } : null;
}
