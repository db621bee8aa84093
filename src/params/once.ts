/** A value that is worked out when it is first asked for, and then kept. */
export function once<T>(build: () => T): () => T {
	let built: { readonly value: T } | undefined;
	return () => {
		built ??= { value: build() };
		return built.value;
	};
}
