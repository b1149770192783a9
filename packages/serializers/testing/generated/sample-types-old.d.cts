// Transcribed from what the compiler of Apache Thrift emits; see vectors/thrift/sample.thrift.
import { Int64 } from 'thrift';
export enum Size {
  SMALL = 1,
  LARGE = 7,
}
export class Line {
  sku: string;
  quantity?: number;
  parts?: Line[];
  constructor(args?: { sku: string; quantity?: number; parts?: Line[] });
}
export class Sample {
  flag?: boolean;
  tiny?: number;
  small?: number;
  medium?: number;
  large?: Int64;
  ratio?: number;
  text?: string;
  raw?: Buffer;
  size?: Size;
  line?: Line;
  lines?: Line[];
  tags?: string[];
  counts?: { [k: string]: Int64 };
  flags?: { [k: string]: boolean };
  bools?: boolean[];
  id?: string;
  grid?: number[][];
  closed?: boolean;
  constructor(args?: {
    flag?: boolean;
    tiny?: number;
    small?: number;
    medium?: number;
    large?: Int64;
    ratio?: number;
    text?: string;
    raw?: Buffer;
    size?: Size;
    line?: Line;
    lines?: Line[];
    tags?: string[];
    counts?: { [k: string]: Int64 };
    flags?: { [k: string]: boolean };
    bools?: boolean[];
    id?: string;
    grid?: number[][];
    closed?: boolean;
  });
}
