/**
 * The main job of Ottla, end to end, and the program to read first.
 *
 * 1. generate types from two versions of a contract   ottla gen
 * 2. deliver customers of both versions                deliver.ts
 * 3. read everything back and check it                 verification.ts
 * 4. say what happened                                 report.ts
 *
 * Runs on an embedded cluster. With OTTLA_BOOTSTRAP_SERVERS and OTTLA_REGISTRY_URL set it does the same
 * against a real one. The exit code is 1 when a record is missing, doubled or out of place.
 */
import { generateTypes } from './generation.ts';

await generateTypes();
// Imported only now: it needs what was just generated.
const { runCustomers } = await import('./customers.ts');
process.exitCode = await runCustomers();
