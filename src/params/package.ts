/** Where the package's own data lies, the same from src/ and from dist/. */
import { fileURLToPath } from 'node:url';

/** Folder that holds chainparams/, profiles/ and schemas/: two levels above this file. */
export const packageRoot: string = fileURLToPath(new URL('../../', import.meta.url));
