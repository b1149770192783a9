import { seededRandom } from '@ottla/kernel';
import { describe, expect, it } from 'vitest';
import { FrameError } from '../errors/protocol-errors.ts';
import { FrameAssembler } from './frame-assembler.ts';

const CAP = 1 << 20;

function stream(...bodies: readonly string[]): Buffer {
  return Buffer.concat(
    bodies.map((body) => {
      const bytes = Buffer.from(body);
      const prefix = Buffer.alloc(4);
      prefix.writeInt32BE(bytes.length, 0);
      return Buffer.concat([prefix, bytes]);
    }),
  );
}

function prefix(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(length | 0, 0);
  return bytes;
}

const textOf = (frames: readonly Uint8Array[]): string[] =>
  frames.map((frame) => Buffer.from(frame).toString());

function failure(assembler: FrameAssembler, chunk: Uint8Array): FrameError {
  try {
    assembler.push(chunk);
  } catch (error) {
    if (error instanceof FrameError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('frames', () => {
  const bodies = ['first', 'the second', 'third frame', 'x'.repeat(300)];
  const bytes = stream(...bodies);

  it('come out of one chunk as views on it', () => {
    const frames = new FrameAssembler({ maxFrameBytes: CAP }).push(bytes);
    expect(textOf(frames)).toEqual(bodies);
    expect(frames.every((frame) => frame.buffer === bytes.buffer)).toBe(true);
  });

  it('come out whole wherever the stream is cut', () => {
    for (let cut = 0; cut <= bytes.length; cut++) {
      const assembler = new FrameAssembler({ maxFrameBytes: CAP });
      const frames = [...assembler.push(bytes.subarray(0, cut)), ...assembler.push(bytes.subarray(cut))];
      expect(textOf(frames)).toEqual(bodies);
      expect(assembler.pendingBytes).toBe(0);
    }
  });

  it('come out of single bytes', () => {
    const assembler = new FrameAssembler({ maxFrameBytes: CAP });
    const frames = [...bytes].flatMap((byte) => assembler.push(Uint8Array.of(byte)));
    expect(textOf(frames)).toEqual(bodies);
  });

  it('come out of chunks of any size', () => {
    const random = seededRandom(41);
    const many = Array.from({ length: 200 }, (_, index) => 'abcd'.repeat(1 + Math.floor(random() * index)));
    const all = stream(...many);
    const assembler = new FrameAssembler({ maxFrameBytes: CAP });
    const frames: Uint8Array[] = [];
    for (let position = 0; position < all.length;) {
      const next = position + Math.floor(random() * 2000);
      frames.push(...assembler.push(all.subarray(position, next)));
      position = next;
    }
    expect(textOf(frames)).toEqual(many);
  });

  it('do not change when the next chunk reuses the bytes of one they were copied from', () => {
    const assembler = new FrameAssembler({ maxFrameBytes: CAP });
    const chunk = Buffer.from(bytes.subarray(0, 7));
    assembler.push(chunk);
    chunk.fill(0);
    expect(textOf(assembler.push(bytes.subarray(7)))).toEqual(bodies);
  });

  it('come 10,000 at a time', () => {
    const frames = new FrameAssembler({ maxFrameBytes: CAP }).push(
      stream(...Array.from({ length: 10_000 }, () => 'tiny')),
    );
    expect(frames).toHaveLength(10_000);
  });

  it('may be as long as the cap', () => {
    const assembler = new FrameAssembler({ maxFrameBytes: CAP });
    const body = 'y'.repeat(CAP);
    const whole = stream(body);
    const frames = [...assembler.push(whole.subarray(0, 10)), ...assembler.push(whole.subarray(10))];
    expect(frames[0]).toHaveLength(CAP);
  });
});

describe('a length prefix is refused', () => {
  it.each([
    ['0', 0, 'FRAME_LENGTH_INVALID'],
    ['3, shorter than a correlation id', 3, 'FRAME_LENGTH_INVALID'],
    ['-1', -1, 'FRAME_LENGTH_INVALID'],
    ['0x80000000', -2147483648, 'FRAME_LENGTH_INVALID'],
    ['one above the cap', CAP + 1, 'FRAME_TOO_LARGE'],
    ['2^31 - 1', 2147483647, 'FRAME_TOO_LARGE'],
  ])('of %s', (_name, length, code) => {
    const assembler = new FrameAssembler({ maxFrameBytes: CAP });
    expect(failure(assembler, prefix(length))).toMatchObject({ code, length, frames: [] });
    expect(assembler.pendingBytes).toBe(0);
  });

  it.each([
    ['an HTTP answer', 'HTTP/1.1 400 Bad Request', 'HTTP'],
    ['an HTTP request', 'GET / HTTP/1.1', 'HTTP'],
    ['an SSH banner', 'SSH-2.0-OpenSSH_9.6', 'SSH'],
    ['a TLS alert', '\x15\x03\x03\x00\x02\x02\x28', 'TLS'],
    ['a TLS handshake', '\x16\x03\x01\x00\xf4', 'TLS'],
  ])('as %s, with a hint', (_name, text, hint) => {
    const assembler = new FrameAssembler({ maxFrameBytes: 100 << 20 });
    const error = failure(assembler, Buffer.from(text, 'latin1'));
    expect(error.code).toBe('FRAME_TOO_LARGE');
    expect(error.message).toContain(`the peer speaks ${hint}`);
  });

  it('without a hint when the bytes look like nothing known', () => {
    const error = failure(new FrameAssembler({ maxFrameBytes: CAP }), prefix(0x7a7a7a7a));
    expect(error.message).not.toContain('the peer speaks');
  });

  it('after the frames before it, which the error carries', () => {
    const error = failure(
      new FrameAssembler({ maxFrameBytes: CAP }),
      Buffer.concat([stream('answer one', 'answer two'), prefix(-1)]),
    );
    expect(textOf(error.frames)).toEqual(['answer one', 'answer two']);
  });

  it('for good: nothing comes out of the stream any more', () => {
    const assembler = new FrameAssembler({ maxFrameBytes: CAP });
    const error = failure(assembler, prefix(0));
    expect(failure(assembler, stream('later'))).toBe(error);
  });
});

describe('a frame that was only announced', () => {
  it('holds little more than the bytes that came', () => {
    const assembler = new FrameAssembler({ maxFrameBytes: 2 ** 31 - 1 });
    const before = process.memoryUsage().arrayBuffers;
    assembler.push(Buffer.concat([prefix(2 ** 31 - 1), Buffer.alloc(100)]));
    for (let count = 0; count < 100; count++) assembler.push(Uint8Array.of(1));
    expect(assembler.pendingBytes).toBe(200);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 << 20);
  });
});
