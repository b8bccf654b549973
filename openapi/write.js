// Writes the contract as it is committed, and the types of the client that the tests make from it. Tests compare both.
import { writeFile } from 'node:fs/promises';
import { contractText } from '../dist/http/contract.js';
import { clientTypes } from './client-types.js';

const contract = await contractText();
await writeFile(new URL('./posthorn.json', import.meta.url), contract);
await writeFile(new URL('../test/client/posthorn.d.ts', import.meta.url), await clientTypes(contract));
