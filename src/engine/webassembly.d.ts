/** The part of the WebAssembly JavaScript API in use; Node has it, its type package leaves it to the DOM's. */
declare namespace WebAssembly {
	class Memory {
		constructor(descriptor: { initial: number });
		readonly buffer: ArrayBuffer;
	}
	class Module {
		constructor(bytes: Uint8Array);
	}
	class Instance {
		constructor(module: Module, imports: Record<string, Record<string, unknown>>);
		readonly exports: Readonly<Record<string, unknown>>;
	}
}
