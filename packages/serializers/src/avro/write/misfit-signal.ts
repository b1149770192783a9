/**
 * What a writer or a conversion throws when a value does not fit.
 *
 * Made once and without a path: who catches it walks the value again to say where and why.
 */
export const MISFIT = new Error('a value does not fit its schema');
