/** What can be wrong with a lock or a bundle: each code with its remedy. The message says where and what. */
import { ConfigError, printable } from '@ottla/kernel';

const AGAIN = 'lock the subjects again';

/** Each code of a lock's or bundle's ConfigError with what to do. */
export const bundleRemedies = {
  /** The lock is no JSON, or not of the shape of a lock, or contradicts itself. */
  LOCK_INVALID: AGAIN,
  /** A format of another day. */
  LOCK_VERSION_UNKNOWN: `use the release of Ottla that wrote it, or ${AGAIN} with this one`,
  /** The digest does not fit the subjects: edited by hand, or two edits merged. */
  LOCK_DIGEST_MISMATCH: `it is generated, so take either side of a merge and ${AGAIN}`,
  /** A bundle whose parts contradict each other. */
  BUNDLE_INVALID: AGAIN,
  BUNDLE_TEXT_MISSING: `${AGAIN}, or bring the folder of texts along with the lock`,
  BUNDLE_TEXT_ALTERED: `delete the file and ${AGAIN}`,
  BUNDLE_TOO_LARGE: 'lock fewer subjects, or only the latest versions',
  BUNDLE_UNREADABLE: `check path and permissions, or ${AGAIN}`,
  BUNDLE_UNWRITABLE: 'check path, permissions and space',
} as const;

export type BundleProblem = keyof typeof bundleRemedies;

const SHOWN_PLACE_CHARACTERS = 400;
const SHOWN_WHY_CHARACTERS = 600;

/** Texts of strangers are cut and freed of control characters. */
export function bundleError(
  code: BundleProblem,
  where: string,
  { why, cause }: { readonly why: string; readonly cause?: unknown },
): ConfigError {
  const place = printable(where, SHOWN_PLACE_CHARACTERS);
  return new ConfigError(
    `${place}: ${printable(why, SHOWN_WHY_CHARACTERS)}; ${bundleRemedies[code]}`,
    code,
    cause,
  );
}
