// What push needs of producing: events of an answer, checked like any others. src/push-main.ts plugs in who knows it.
import type { Append } from '../../engine/engine.js';
import type { JsonRange } from '../../json/parts.js';
import type { TopicName } from '../../model/names.js';

/** Checked events of one topic. */
export type PlannedEvents = {
  readonly topic: TopicName;
  /** Of the topic that they were checked for. */
  readonly incarnation: number;
  /** Version of its document of schemas; 0: there is none. */
  readonly schemas: number;
  readonly appends: readonly Append[];
};

export type ReplyPlanner = {
  /**
   * Elements of `{"produce": […]}` that name this topic. Errors that have an `index` count them.
   * @throws the codes of produce
   */
  planEvents(request: {
    readonly topic: string;
    readonly body: Buffer;
    readonly events: readonly JsonRange[];
  }): PlannedEvents;
  /** CloudEvents, by their headers or their content type. @throws the codes of produce */
  planCloudEvents(request: {
    readonly topic: string;
    readonly body: Buffer;
    /** Names in lower case. */
    readonly headers: Readonly<Record<string, string>>;
  }): PlannedEvents;
};

/** The same one each time; schemas and their compiler are loaded for the first who asks. */
export type OpenReplyPlanner = () => Promise<ReplyPlanner>;
