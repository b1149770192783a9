/**
 * Whether a value is a bundle whose parts fit: trusting nothing, since a program imports it from anywhere.
 *
 * Every version's text is there and fits its SHA-256 and its GUID, whose rule covers references, metadata
 * and rules; checkBundle also compares fingerprints, which takes parsing. What the lock alone can contradict
 * is lock-shape's.
 */
import { contentGuid } from '@ottla/schema';
import { BundleEntries, sha256Of, type BundleEntry } from './bundle-entries.ts';
import { bundleError } from './bundle-problem.ts';
import { readBundleShape } from './lock-shape.ts';
import type { SchemaBundle } from './schema-bundle.ts';
import { isWellFormed, memberPlace, ShapeProblem } from './value-shape.ts';

const PLACE = 'bundle';

/**
 * A copy of the bundle with nothing else in it, everything checked. Throws ConfigError: BUNDLE_INVALID,
 * BUNDLE_TEXT_MISSING or BUNDLE_TEXT_ALTERED, naming the place.
 * @example
 * import bundled from './ottla-bundle.json' with { type: 'json' };
 *
 * const bundle = checkBundle(bundled);
 */
export function checkBundle(value: unknown): SchemaBundle {
  const bundle = readFittingBundle(value);
  const entries = new BundleEntries(bundle);
  for (const entry of entries.all()) {
    const { fingerprint, sha256 } = entry.locked;
    // That of the text is right for what could not be parsed when it was locked, by an older release.
    if (fingerprint === sha256 || fingerprint === entries.fingerprintOf(entry)) continue;
    const why = `fingerprint ${fingerprint.slice(0, 12)}… is not that of its text`;
    throw bundleError('BUNDLE_INVALID', placeOf(entry), { why });
  }
  return bundle;
}

/** All of checkBundle but the fingerprints: no text is parsed. */
export function readFittingBundle(value: unknown): SchemaBundle {
  const given = shapeOf(value);
  const schemas = Object.create(null) as Record<string, string>; // Object.create gives any
  for (const entry of new BundleEntries(given).all()) {
    const { sha256, guid, references, metadata, ruleSet } = entry.locked;
    const place = placeOf(entry);
    if (!Object.hasOwn(given.schemas, sha256)) {
      throw bundleError('BUNDLE_TEXT_MISSING', place, { why: `its text ${sha256} is not in the bundle` });
    }
    if (!Object.hasOwn(schemas, sha256)) {
      if (!isWellFormed(entry.text) || sha256Of(entry.text) !== sha256) {
        throw bundleError('BUNDLE_TEXT_ALTERED', place, { why: `its text does not fit SHA-256 ${sha256}` });
      }
      schemas[sha256] = entry.text;
    }
    const fitting = contentGuid({ schema: entry.text, references, metadata, ruleSet });
    if (guid !== fitting) {
      const why = `GUID ${guid} is not that of its content, ${fitting}`;
      throw bundleError('BUNDLE_INVALID', place, { why });
    }
  }
  return { ...given, schemas };
}

function shapeOf(value: unknown): SchemaBundle {
  try {
    return readBundleShape(value);
  } catch (cause) {
    if (!(cause instanceof ShapeProblem)) throw cause;
    const where = cause.place === '' ? PLACE : `${PLACE}: ${cause.place}`;
    throw bundleError('BUNDLE_INVALID', where, { why: cause.message });
  }
}

function placeOf({ subject, locked }: BundleEntry): string {
  return `${PLACE}: ${memberPlace('subjects', subject)}, version ${locked.version}`;
}
