// `npm run demo`: two acts, a table each. Ends with 1 where a promise did not hold.
import { firstAct } from './first-act.js';
import { secondAct } from './second-act.js';

console.log('First act: events one by one to an endpoint that fails now and then.');
const first = await firstAct();
console.log(
  '\nSecond act: batches, a filter, replies, a new secret, an endpoint that dies and comes back, dead letters.',
);
const second = await secondAct();
if (!first || !second) {
  console.log('A promise does not hold, or a stop failed.');
  process.exitCode = 1;
}
