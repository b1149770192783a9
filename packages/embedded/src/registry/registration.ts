/**
 * Registering: what is there already is answered, what is new is checked and stored.
 *
 * In Confluent's order: an equal version; the mode; additions of the version before and the config; the text;
 * an equal version again; compatibility; the version; the id. In import mode ids and versions come with the
 * schema, and nothing is checked, normalized or added. Source: confluentinc/schema-registry,
 * KafkaSchemaRegistry.registerOrForward and register.
 */
import { addsToContent, withDefaults, withSchemaOf } from './content-defaults.ts';
import { isLike } from './content-likeness.ts';
import { incompatibilities } from './history-compatibility.ts';
import { contextOf, contextPrefix } from './qualified-subject.ts';
import { isImporting } from './registry-mode.ts';
import { refuse } from './registry-failure.ts';
import type { RegistryState } from './registry-state.ts';
import { isSameContent, type SchemaContent } from './schema-content.ts';
import { parseSubmitted } from './schema-parsing.ts';
import type { StoredVersion } from './schema-store.ts';
import { versionLike, type Submission } from './version-search.ts';

export interface RegistrationWish {
  readonly normalize: boolean;
  /** Compatible or not. */
  readonly force: boolean;
}

/** The version that answers the wish without a write. */
function presentVersion(
  state: RegistryState,
  submission: Submission,
  normalize: boolean,
): StoredVersion | undefined {
  const { subject, submitted } = submission;
  if (addsToContent(state.configOf(subject))) return undefined;
  const { id, version } = submitted;
  // Then the text need not be read here: nothing is refused between this and its reading below.
  const isFirst = state.schemas.versions(subject).length === 0;
  if (isFirst && id < 0 && state.modeOf(subject) === 'READWRITE') return undefined;
  const latestOnly = version === -1;
  const found = versionLike(state, submission, { normalize, withDeleted: false, latestOnly });
  if (found === undefined) return undefined;
  if (version <= 0) return id < 0 || id === found.content.id ? found : undefined;
  if (found.content.id !== id) return undefined;
  if (found.version === version) return found;
  const numbered = state.schemas.version(subject, version);
  return numbered?.content === found.content ? numbered : undefined;
}

function refuseByMode(state: RegistryState, { subject, submitted }: Submission): void {
  state.refuseReadOnly(subject);
  const mode = state.modeOf(subject);
  const prefix = contextPrefix(contextOf(subject));
  if (submitted.id >= 0 && !isImporting(mode)) throw refuse.inMode(subject, prefix, 'not in import mode');
  if (submitted.id < 0 && mode !== 'READWRITE')
    throw refuse.inMode(subject, prefix, 'not in read-write mode');
}

/** The living version that the content is, under whatever id the wish allows. */
function equalVersion(
  { schemas }: RegistryState,
  { subject, submitted }: Submission,
  content: SchemaContent,
): StoredVersion | undefined {
  const { id, version } = submitted;
  if (version !== 0) return undefined;
  const allowed = schemas.versions(subject).filter((held) => id < 0 || held.content.id === id);
  return (
    allowed.findLast((held) => isSameContent(held.content, content)) ??
    allowed.findLast((held) => isLike(content, held))
  );
}

/** Soft-deleted versions of the same id give way to the new one, unless something refers to them. */
function eraseForebears({ schemas }: RegistryState, { subject, version, content }: StoredVersion): void {
  const forebears = schemas
    .versions(subject, true)
    .filter((held) => held.deleted && held.content === content && held.version < version);
  for (const forebear of forebears) {
    if (schemas.referrers(forebear, true).length === 0) schemas.erase(subject, forebear.version);
  }
}

function stored(
  state: RegistryState,
  { subject, submitted }: Submission,
  content: SchemaContent,
): StoredVersion {
  const { schemas } = state;
  const context = contextOf(subject);
  const next = schemas.nextVersion(subject);
  const version = submitted.version <= 0 ? next : submitted.version;
  if (version !== next && !isImporting(state.modeOf(subject))) {
    throw refuse.invalidSchema('Version is not one more than previous version');
  }
  const wishedId = submitted.id < 0 ? undefined : submitted.id;
  const taken = wishedId === undefined ? undefined : schemas.ids(context).byId(wishedId);
  if (taken !== undefined && !isSameContent(taken, content)) {
    throw refuse.idTaken(taken.id, contextPrefix(context));
  }
  const added = schemas.put(subject, version, schemas.identified(subject, content, wishedId));
  eraseForebears(state, added);
  return added;
}

/** Registers what was sent; throws 409, 42201 or 42205. */
export function register(
  state: RegistryState,
  submission: Submission,
  { normalize, force }: RegistrationWish,
): StoredVersion {
  const { subject } = submission;
  const { schemas } = state;
  const isImport = isImporting(state.modeOf(subject));
  const present = presentVersion(state, submission, normalize);
  if (present !== undefined) return present;
  refuseByMode(state, submission);
  const config = state.configOf(subject);
  const latest = schemas.latest(subject);
  const complete = isImport
    ? submission.submitted
    : withDefaults(withSchemaOf(submission.submitted, latest), latest, {
        config,
        nextVersion: schemas.nextVersion(subject),
      });
  const wish = { subject, submitted: complete };
  const strict = !isImport && config.validateNewSchemas !== false;
  const content = parseSubmitted(schemas, wish, { strict, normalize });
  if (content === undefined) throw refuse.invalidSchema('Empty schema');
  const equal = equalVersion(state, wish, content);
  if (equal !== undefined) return equal;
  const reasons =
    isImport || force
      ? []
      : incompatibilities({ store: schemas, candidate: content, history: schemas.versions(subject) }, config);
  if (reasons.length > 0) throw refuse.incompatible(subject, reasons);
  return stored(state, wish, content);
}
