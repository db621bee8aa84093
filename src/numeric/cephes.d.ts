/** The part of cephes 3.3.3 in use; the package's own types are hidden from NodeNext (its `exports` has no `types`). */
declare module 'cephes' {
	export interface Cephes {
		/** ln Γ(x). */
		lgam(x: number): number;
		/** Regularised lower incomplete gamma function P(a, x). */
		igam(a: number, x: number): number;
		/** Regularised upper incomplete gamma function Q(a, x). */
		igamc(a: number, x: number): number;
		/** x with Q(a, x) = q: the UPPER tail. */
		igami(a: number, q: number): number;
		/** Regularised incomplete beta function I_x(a, b). */
		incbet(a: number, b: number, x: number): number;
		/** x with I_x(a, b) = y. */
		incbi(a: number, b: number, y: number): number;
		/** Normal distribution function. */
		ndtr(x: number): number;
		/** Normal quantile. */
		ndtri(y: number): number;
	}
}
