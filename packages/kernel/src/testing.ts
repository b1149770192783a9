/**
 * The entry point `@ottla/kernel/testing`: what specs give a program instead of the world.
 *
 * For the tests of Ottla and of programs that use it. No program in production imports it.
 */
export { ManualClock, settled, type ManualClockOptions } from './manual-clock.ts';
