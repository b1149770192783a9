/**
 * Does independent work at the same time. All of it comes to its end, also when some fails: what it uses can be
 * removed afterwards, and one run tells every failure.
 */
export async function sideBySide(works: readonly (() => Promise<void>)[]): Promise<void> {
  const settled = await Promise.allSettled(works.map((work) => work()));
  const reasons = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  if (reasons.length > 1) throw new AggregateError(reasons, `${reasons.length} of ${works.length} failed`);
  if (reasons.length === 1) throw reasons[0];
}
