// What goes wrong with the server while clients work: it is killed, told to stop, and its topics grow.
import type { ServerProcess } from '../harness/server-process.js';
import { makeCaller } from './caller.js';
import { growRequest } from './log-calls.js';
import type { World } from './world.js';

const STOP_SHARE = 0.15;
const SHORT_LIFE_SHARE = 0.5;
const GROW_SHARE = 0.3;
const MOST_PARTITIONS = 6;

export type Lives = {
  /** ms, at random between the two: half of the lives are of one kind, half of the other. */
  readonly short: readonly [least: number, most: number];
  readonly long: readonly [least: number, most: number];
};

export type NemesisOptions = {
  /** 0: the server is left alone for all that time. */
  readonly kills: number;
  readonly seconds: number;
  readonly lives: Lives;
  readonly log: (line: string) => void;
};

/** @returns the exit codes of clean stops */
export async function runNemesis(
  world: World,
  server: ServerProcess,
  topics: readonly string[],
  { kills, seconds, lives, log }: NemesisOptions,
): Promise<readonly (number | null)[]> {
  const random = world.randomFor('nemesis');
  const { recorder } = world;
  const caller = makeCaller(recorder, 'nemesis');
  const codes: (number | null)[] = [];
  const until = performance.now() + seconds * 1_000;

  const grow = async () => {
    const topic = topics[Math.floor(random() * topics.length)] ?? '';
    const settings = world.settingsOf(topic);
    const grown = { ...settings, partitions: settings.partitions + 1 };
    if (grown.partitions > MOST_PARTITIONS) return;
    const outcome = await caller.make(growRequest(world.client, topic, grown));
    if (outcome.kind === 'ok') world.setTopic(topic, grown);
  };

  for (let count = 1; count <= kills && performance.now() < until && !world.stopped.aborted; count += 1) {
    const [least, most] = random() < SHORT_LIFE_SHARE ? lives.short : lives.long;
    await world.sleep(least + random() * (most - least));
    if (random() < GROW_SHARE) await grow();
    const signal = random() < STOP_SHARE ? 'SIGTERM' : 'SIGKILL';
    const { code } = await server.kill(signal);
    if (signal === 'SIGTERM') codes.push(code);
    recorder.write({ line: 'down', at: recorder.now(), signal });
    await server.restart();
    recorder.write({ line: 'up', at: recorder.now() });
    log(`${signal} ${count}: ready again after ${Math.round(server.readyMs)} ms`);
  }
  if (kills === 0) await world.sleep(seconds * 1_000);
  return codes;
}
