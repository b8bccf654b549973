// `deliver()`, step reply: an answer's events are judged as if they had been produced, by the schemas of their topics, before
// the delivery counts as acknowledged. A reply that is refused makes the attempt a failed one.
import { type ErrorPlace, PosthornError } from '../../errors/posthorn-error.js';
import { RESPONSE_KEPT_BYTES } from '../../model/limits.js';
import { isInternalName } from '../../model/names.js';
import { REPLY_PLACES_TOLD } from '../../model/reply-limits.js';
import { matchesTopic } from '../../model/topic-match.js';
import type { Answer } from '../answer.js';
import type { RepliesConfig } from './replies-config.js';
import { type AskedEvent, type ReplyForm, readReplyForm, tooManyEvents } from './reply-form.js';
import { originHeaders, type ReplyOrigin, withOrigin } from './reply-origin.js';
import type { PlannedEvents, ReplyPlanner } from './reply-planner.js';

export type Judged =
  | { readonly kind: 'none' }
  | { readonly kind: 'accepted'; readonly plans: readonly PlannedEvents[] }
  /** `text`: what is wrong and where, for the record of attempts. */
  | { readonly kind: 'refused'; readonly text: string };

export type JudgeReply = (answer: Answer, origin: ReplyOrigin) => Judged;

/** @param name the subscription's */
export function makeReplyJudge(name: string, config: RepliesConfig, planner: ReplyPlanner): JudgeReply {
  return (answer, origin) => {
    try {
      const plans = planForm(name, readReplyForm(answer, config), config, planner);
      if (plans.length === 0) return { kind: 'none' };
      const headers = originHeaders(origin);
      const marked = plans.map((plan) => ({
        ...plan,
        appends: plan.appends.map((append) => withOrigin(append, headers)),
      }));
      return { kind: 'accepted', plans: marked };
    } catch (error) {
      return { kind: 'refused', text: refusal(error) };
    }
  };
}

function planForm(name: string, form: ReplyForm, config: RepliesConfig, planner: ReplyPlanner): PlannedEvents[] {
  switch (form.kind) {
    case 'none':
      return [];
    case 'cloudevents': {
      const { body, headers } = form;
      const plan = planner.planCloudEvents({ topic: cloudEventsTopic(name, config), body, headers });
      const events = plan.appends.reduce((sum, { batch }) => sum + batch.count, 0);
      if (events > config.maxEvents) throw tooManyEvents(config.maxEvents);
      return [plan];
    }
    case 'events':
      return planEvents(form.body, form.events, config, planner);
    default:
      return form satisfies never;
  }
}

function cloudEventsTopic(name: string, { topic }: RepliesConfig): string {
  if (topic !== null) return topic;
  const mend = `say it as replies.topic with PUT /v1/subscriptions/${name}`;
  throw new PosthornError('INVALID_REQUEST', `a CloudEvent names no topic: ${mend}`);
}

/** Wrong events of all topics are told together. */
function planEvents(
  body: Buffer,
  events: readonly AskedEvent[],
  { topics }: RepliesConfig,
  planner: ReplyPlanner,
): PlannedEvents[] {
  const byTopic = new Map<string, AskedEvent[]>();
  for (const event of events) {
    const others = byTopic.get(event.topic);
    if (others === undefined) byTopic.set(event.topic, [event]);
    else others.push(event);
  }
  const plans: PlannedEvents[] = [];
  const places: ErrorPlace[] = [];
  for (const [topic, own] of byTopic) {
    try {
      if (isInternalName(topic) || !matchesTopic(topics, topic)) throw notAllowed(topic, topics);
      plans.push(planner.planEvents({ topic, body, events: own.map(({ range }) => range) }));
    } catch (error) {
      if (!(error instanceof PosthornError)) throw error;
      places.push(...placesIn(error, own));
    }
  }
  if (places.length > 0) throw new PosthornError('INVALID_RECORD', 'a reply was refused', { errors: places });
  return plans;
}

function notAllowed(topic: string, topics: readonly string[]): PosthornError {
  const detail = `'${topic.slice(0, 80)}' is none of the topics that replies may go to (${topics.join(', ').slice(0, 200)})`;
  return new PosthornError('TOPIC_AUTHORIZATION_FAILED', detail);
}

/** As paths into the answer. */
function placesIn({ errors, message }: PosthornError, events: readonly AskedEvent[]): ErrorPlace[] {
  const inEvents = errors.filter(({ index }) => index !== undefined);
  if (inEvents.length === 0) return [{ path: `/produce/${events[0]?.index ?? 0}/topic`, message }];
  return inEvents.map(({ index = 0, path = '', message: what }) => ({
    path: `/produce/${events[index]?.index ?? index}${path}`,
    message: what,
  }));
}

/** What storage could not answer is a refusal for now, too: the next attempt asks again. */
function refusal(error: unknown): string {
  const text = error instanceof PosthornError ? textOf(error) : String(error);
  return Buffer.from(`reply refused: ${text}`).subarray(0, RESPONSE_KEPT_BYTES).toString('utf8');
}

function textOf({ errors, message }: PosthornError): string {
  if (errors.length === 0) return message;
  const told = errors.slice(0, REPLY_PLACES_TOLD).map(({ index, path = '', message: what }) => {
    const where = index === undefined ? path : `event ${index}${path}`;
    return `${where === '' ? '' : `${where} `}${what}`;
  });
  const more = errors.length - told.length;
  return `${told.join('; ')}${more > 0 ? ` (and ${more} more)` : ''}. Nothing was appended.`;
}
