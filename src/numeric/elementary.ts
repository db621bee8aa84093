/**
 * Elementary functions that give the same bits on every platform. Math.exp, Math.log and Math.pow are implementation-defined
 * (ECMA-262, 21.3.2), so nothing that reaches a printed figure may use them; these are built from operations that
 * IEEE 754 defines exactly.
 */
export { exp, exp2, expm1, pow } from './exponential.ts';
export { ln, log1p, log2 } from './logarithm.ts';
