/** Parses two schemas of 2.6 MB, tens of thousands of nested types, and compares them both ways. A process of its own. */
import { checkCompatibility, parseSchema } from '@ottla/schema';

const TEXT_BYTES = 2_600_000;

interface Written {
  readonly type: string;
  readonly name: string;
  readonly namespace: string;
  readonly fields: readonly object[];
}

let types = 0;

/** Records in records, four levels with `wide` of them in each. */
function nested(depth: number, wide: number): Written {
  const name = `Nested${types++}`;
  const inner = depth === 0 ? [] : Array.from({ length: wide }, () => nested(depth - 1, wide));
  const fields = [
    { name: 'id', type: 'string' },
    { name: 'count', type: ['null', 'long'], default: null },
    ...inner.map((type, place) => ({ name: `part${place}`, type: ['null', type], default: null })),
  ];
  return { type: 'record', name, namespace: 'com.acme.large', fields };
}

const parts: Written[] = [];
let bytes = 0;
while (bytes < TEXT_BYTES) {
  const part = nested(3, 6);
  bytes += JSON.stringify(part).length;
  parts.push(part);
}
const fields = parts.map((type, place) => ({ name: `part${place}`, type }));
const text = JSON.stringify({ type: 'record', name: 'Large', namespace: 'com.acme', fields });

const started = performance.now();
const [first, second] = [parseSchema(text), parseSchema(text)];
const findings = [...checkCompatibility(first, second), ...checkCompatibility(second, first)];
const seconds = (performance.now() - started) / 1000;
if (findings.length > 0) throw new Error('equal schemas are compatible');
const peakMebibytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ seconds, peakMebibytes, types, megabytes: text.length / 1e6 }));
