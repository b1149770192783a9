/** The forms that hold whatever stands on the wire, so that reading a value never fails for want of room. */
import type { RepresentationChoices } from '@ottla/schema';

export const EXACT_CHOICES: RepresentationChoices = Object.freeze({
  long: 'bigint',
  decimal: 'unscaled',
  'big-decimal': 'unscaled',
  'time-micros': 'bigint',
  'timestamp-millis': 'bigint',
  'timestamp-micros': 'bigint',
  'timestamp-nanos': 'bigint',
  'local-timestamp-millis': 'bigint',
  'local-timestamp-micros': 'bigint',
  'local-timestamp-nanos': 'bigint',
});
