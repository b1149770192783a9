/** The name by which readers of payloads were known; see datum-reading.ts. */
export { DatumReading as ValueReader } from './datum-reading.ts';
