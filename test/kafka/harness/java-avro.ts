/**
 * Java's Avro at work: questions are gathered, and one JVM answers all of them.
 *
 * See java/InteropAvro.java for what can be asked.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../java/InteropAvro.java', import.meta.url));

/** One answer per question; one that Java could not answer begins with `!` and says why. */
export async function askJavaAvro(
  classPath: string,
  questions: readonly (readonly string[])[],
): Promise<string[]> {
  const java = spawn('java', ['-Xmx512m', '-XX:+UseSerialGC', '-cp', classPath, PROGRAM]);
  const printed: Buffer[] = [];
  const complaints: Buffer[] = [];
  java.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  java.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  java.stdin.end(questions.map((parts) => `${parts.join('\t')}\n`).join(''));
  const code = await new Promise<number | null>((resolve, reject) => {
    java.once('error', reject);
    java.once('close', resolve);
  });
  const answers = Buffer.concat(printed).toString().split('\n').slice(0, -1);
  if (code !== 0 || answers.length !== questions.length) {
    const why = Buffer.concat(complaints).toString().slice(-3000);
    throw new Error(`Java answered ${answers.length} of ${questions.length} questions: ${why}`);
  }
  return answers;
}
