// Secrets as the API knows them: made with a subscription, replaced by a PUT, rotated and deleted by calls of their own. The
// push thread signs by what the document says.
import { isDeepStrictEqual } from 'node:util';
import { type Change, changeEvents } from '../../engine/changes.js';
import type { CommitUnit, Document, Engine } from '../../engine/engine.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import type { Clock } from '../../model/clock.js';
import { DEFINITION_COMMIT_ATTEMPTS } from '../../model/limits.js';
import { SECRETS_LIVE_MAX } from '../../model/secret-limits.js';
import { commitChange } from '../commit-change.js';
import { renewParts } from '../endpoint/sealed-parts.js';
import type { Box } from '../sealed.js';
import type { SubscriptionRecord } from '../subscription-config.js';
import {
  describeSecret,
  liveSecrets,
  renewSecrets,
  type SecretDescription,
  type StoredSecret,
} from './live-secrets.js';
import { makeMint, type NewSecret } from './mint.js';
import { removeSecret, rotate } from './rotation.js';
import { type AskedSecret, parseRotation } from './secret-body.js';

export type RotationAnswer = SecretDescription & {
  readonly secret?: string;
  /** All that sign from now on, newest first. */
  readonly secrets: readonly SecretDescription[];
};

export type SecretCalls = {
  /** Another secret signs from now on; the former ones for the grace time of the body. @throws INVALID_REQUEST INVALID_CONFIG */
  rotateSecret(name: string, body: unknown): Promise<RotationAnswer>;
  /** @throws SECRET_NOT_FOUND SECRET_IN_USE */
  deleteSecret(name: string, id: string): Promise<void>;
};

export type Secrets = {
  /** The first one of a subscription. @param id the subscription's */
  first(id: string, asked: AskedSecret): NewSecret;
  /** What a PUT gives instead of all that there are; undefined where it gives none, or the newest again. @throws INVALID_ENDPOINT */
  replacing(document: Document, asked: AskedSecret): NewSecret | undefined;
  /** @param find the subscription of that name as it is now */
  calls(find: (name: string) => Document): SecretCalls;
  /** What it writes of subscriptions keeps no secret whose time is over, and each under the key of now. */
  renewed(unit: CommitUnit | undefined): CommitUnit | undefined;
};

export type SecretsDeps = {
  readonly engine: Pick<Engine, 'commit'>;
  readonly clock: Pick<Clock, 'now' | 'bytes'>;
  readonly box: Box;
};

/** What becomes of the secrets, and what is told of it; undefined: nothing changes. */
type Decide = (
  record: SubscriptionRecord,
  name: string,
) => { readonly secrets: readonly StoredSecret[]; readonly change: Change } | undefined;

export function makeSecrets({ engine, clock, box }: SecretsDeps): Secrets {
  const mint = makeMint(clock, box);

  const renewed: Secrets['renewed'] = (unit) => {
    const documents = unit?.documents?.map((written) =>
      written.collection === 'subscriptions' && written.body !== null
        ? { ...written, body: renewParts(renewSecrets(written.body as SubscriptionRecord, box, clock.now()), box) }
        : written,
    );
    return documents === undefined ? unit : { ...unit, documents };
  };

  const write = (find: () => Document, decide: Decide): Promise<void> => {
    const unit = (): CommitUnit | undefined => {
      const { collection, name, version, body } = find();
      const decided = decide(body as SubscriptionRecord, name);
      if (decided === undefined) return undefined;
      return renewed({
        expect: [{ kind: 'version', collection, name, version }],
        documents: [{ collection, name, body: { ...(body as SubscriptionRecord), secrets: decided.secrets } }],
        appends: [changeEvents(clock.now(), [decided.change])],
      });
    };
    // Each of those that rotate at the same time takes a turn: so often it may come too late for one.
    return commitChange(engine, unit, SECRETS_LIVE_MAX + DEFINITION_COMMIT_ATTEMPTS);
  };

  return {
    renewed,
    first: (id, asked) => mint.make({ id }, asked, 'hmac'),
    replacing: ({ name, body }, asked) => {
      const record = body as SubscriptionRecord;
      const live = liveSecrets(record, clock.now());
      refuseOtherAlgorithm(name, live, asked);
      if (asked.given === undefined || mint.again(record, live.slice(0, 1), asked) !== undefined) return undefined;
      return mint.make(record, asked, 'hmac');
    },
    calls: (find) => ({
      rotateSecret: async (subscription, body) => {
        const { graceMs, ...asked } = parseRotation(body);
        let answer: RotationAnswer | undefined;
        await write(
          () => find(subscription),
          (record, name) => {
            const now = clock.now();
            const live = liveSecrets(record, now);
            const next = mint.again(record, live, asked) ?? mint.make(record, asked, live[0]?.algorithm ?? 'hmac');
            const secrets = rotate(name, live, next.stored, { now, graceEnds: now + graceMs });
            answer = answerOf(secrets, next.shown);
            const { id: secretId, algorithm } = next.stored;
            if (isDeepStrictEqual(secrets, live)) return undefined;
            return { secrets, change: { kind: 'subscription.secret-rotated', name, secretId, algorithm, graceMs } };
          },
        );
        return answer as RotationAnswer;
      },
      deleteSecret: (subscription, id) =>
        write(
          () => find(subscription),
          (record, name) => ({
            secrets: removeSecret(name, liveSecrets(record, clock.now()), id),
            change: { kind: 'subscription.secret-deleted', name, secretId: id },
          }),
        ),
    }),
  };
}

function answerOf([newest, ...former]: readonly StoredSecret[], shown: string | undefined): RotationAnswer {
  const described = [newest as StoredSecret, ...former].map(describeSecret);
  const first = described[0] as SecretDescription;
  return { ...first, ...(shown === undefined ? {} : { secret: shown }), secrets: described };
}

/** `endpoint.signing` says how a new subscription signs; it doesn't turn one that runs to another algorithm from one moment to the next. */
function refuseOtherAlgorithm(
  name: string,
  [newest]: readonly StoredSecret[],
  { given, algorithm }: AskedSecret,
): void {
  if (given !== undefined || algorithm === undefined || algorithm === newest?.algorithm) return;
  const message = `is "${newest?.algorithm}" of this subscription`;
  const call = `POST /v1/subscriptions/${name}/secrets with {"algorithm": "${algorithm}"}`;
  throw new PosthornError(
    'INVALID_ENDPOINT',
    `'endpoint.signing' ${message}. Leave it out, and change it by ${call}, so that receivers have time to learn the new key.`,
    { errors: [{ path: '/endpoint/signing', message }] },
  );
}
