/** A program that takes one contract from the barrel of all: the others should not be in its bundle. */
import './buffer-global.ts';
import { customerSerializer } from '../../examples/contracts/generated/index.ts';

console.log(typeof customerSerializer({ framing: 'single-object' }).serializeInto);
