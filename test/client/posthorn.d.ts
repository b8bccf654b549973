export interface paths {
    "/v1/topics/{topic}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tail a topic live, as server-sent events
         * @description All partitions, each in its order. An `EventSource` connects again by itself and goes on exactly where it was: nothing is left out, nothing comes twice. A client that reads slowly is waited for.
         */
        get: operations["tailEvents"];
        put?: never;
        /**
         * Append events to a topic
         * @description All events of a request are appended, or none. A 2xx means that they are on disk. Event headers are sent as `posthorn-header-<name>`; binary CloudEvents are taken by their `ce-*` headers. The key is `?key=`, else `posthorn-key`, else the CloudEvents `partitionkey`, else what the topic’s `keyPath` finds.
         */
        post: operations["produceEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/topics/{topic}/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Append events that carry their own keys, headers or partitions
         * @description All events are appended in one commit, or none. Values are kept as the very bytes sent.
         */
        post: operations["produceBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Append events and commit offsets, all or nothing
         * @description One commit for all topics and groups: what a worker made of events is stored if and only if their offsets are committed. With an `idempotency-key` the same body again changes nothing and gets the first answer with `duplicate: true`, also where the generation has moved on since: so a caller that got no answer sends it again. The key is kept for 24 hours.
         */
        post: operations["commitTransaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/filters/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a filter on sample events
         * @description Nothing is stored. The events say themselves what they have: key, headers, content type.
         */
        post: operations["checkFilter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test delivery now
         * @description An event that is not stored, made after the newest schema of the topic or given as `value`, is sent to the endpoint (or to the listener that is attached), signed and formatted as every other. It carries `posthorn-test: true`, a `webhook-id` of its own, and -1 as `posthorn-offset` and `posthorn-previous-offset`. Also while the subscription is paused. Nothing is recorded: no offset moves, no attempt is listed, nothing is sent again, filters and replies do not count. A failure is told in the answer, which is 200.
         */
        post: operations["testSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/topics/{topic}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Describe a topic */
        get: operations["getTopic"];
        /**
         * Create or change a topic
         * @description The body is the whole configuration; without one, everything has its default. Repeating is harmless.
         */
        put: operations["putTopic"];
        post?: never;
        /**
         * Delete a topic
         * @description Deletes its events, schemas and every group's progress in it. There is no way back.
         */
        delete: operations["deleteTopic"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the topics */
        get: operations["listTopics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/topics/{topic}/trim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete the events below an offset
         * @description The offset becomes the log start offset, at once and exactly; no offset ever changes. An offset below the log start changes nothing, so repeating is harmless. All partitions that are named are trimmed, or none. Subscriptions that had yet to get deleted events count them as `lost`.
         */
        post: operations["trimTopic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/topics/{topic}/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Register the next version of the schema of a topic
         * @description Events already stored are not checked again. The latest schema once more makes no version. A `$ref` may name the absolute `$id` of a schema registered with any topic: its newest version is copied into `$defs`.
         */
        put: operations["putSchema"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/topics/{topic}/schema/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a schema of a topic without registering it
         * @description Answers 200 also where the schema is not compatible; what is no schema is refused as by the PUT.
         */
        post: operations["checkSchema"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/topics/{topic}/schemas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of the schema of a topic */
        get: operations["listSchemas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/topics/{topic}/schemas/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one version of the schema of a topic */
        get: operations["getSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/topics/{topic}/partitions/{partition}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch events of one partition
         * @description Where to begin: one of `offset`, `timestamp` and `from`. The next fetch goes on at `nextOffset` (header `posthorn-next-offset`). `application/vnd.posthorn.values+x-ndjson` gives the values alone: the fast way. With `waitMs` the answer comes as soon as there is something to read.
         */
        get: operations["fetchEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{group}/fetch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fetch as a member of a group
         * @description Without `memberId` it joins, and waits for its partitions; the answer names the `memberId` for the next call. With `memberId` and `commit: true` a call says that all of the former answers is processed; a call that joins, or comes back by its `instanceId`, commits nothing. A client that is not sure whether an answer reached it sends the list of what it has processed instead, and gets everything beyond it again. One call of a member at a time: a newer one ends the older. A list counts for what was handed out and is not committed yet; other entries are left out. A partition that moves to another member goes on there from the committed offset. In `shared` mode nobody owns a partition: events are handed out one by one, held for `leaseMs`, and finished by `ack`, here or by POST …/acknowledge, or by `commit: true` for all that the `memberId` holds. What is returned, or whose lease ends, comes before what is new. A paused subscription can be fetched from in this mode, by its name.
         */
        post: operations["fetchGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{group}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish, return or hold on to events of a shared group
         * @description All or nothing. An event is named with the `attempt` that the fetch gave: once its lease has ended and it was handed out anew, or it is done, the old attempt is refused, and every such place is named.
         */
        post: operations["acknowledgeEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{group}/offsets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Commit offsets, or move a group that nobody is in
         * @description With `memberId` and `generation` a commit of that member: each partition has to be its own since that generation, or an earlier one. It moves the committed offsets alone: the next fetch goes on behind what was handed out. Without them a seek, as for a subscription, of a group without members: `to`, `timestamp` or `offsets`; it makes the group where it names topics. All or nothing.
         */
        post: operations["setGroupOffsets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the groups
         * @description A subscription is a group as well: of the state `push` while it is active.
         */
        get: operations["listGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Describe a group */
        get: operations["getGroup"];
        put?: never;
        post?: never;
        /**
         * Delete a group
         * @description Its offsets go with it: who fetches under its name from then on begins anew.
         */
        delete: operations["deleteGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{group}/members/{memberId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a member from its group
         * @description Its partitions go to the others at once, from their committed offsets on; a call of it that waits, and every later one, is refused with ILLEGAL_GENERATION.
         */
        delete: operations["deleteGroupMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Describe a subscription */
        get: operations["getSubscription"];
        /**
         * Create or change a subscription
         * @description The body is the whole configuration. The answer that creates it, or that gives it another secret, carries the secret that deliveries are signed with, this once. `endpoint.secret` replaces all secrets at once; POST /v1/subscriptions/{name}/secrets gives receivers time to change. `start` holds for topics that it does not yet receive; the others go on where they are.
         */
        put: operations["putSubscription"];
        post?: never;
        /**
         * Delete a subscription
         * @description Its progress, parked deliveries, replays and attempts go with it; its dead letter topic stays.
         */
        delete: operations["deleteSubscription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the subscriptions */
        get: operations["listSubscriptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a subscription
         * @description Deliveries that run are finished and recorded; lag grows until it is resumed.
         */
        post: operations["pauseSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a paused subscription
         * @description It goes on where it stopped: parked deliveries first.
         */
        post: operations["resumeSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the endpoint once more whether it agrees
         * @description Waits for its answer for some seconds; `verification` says what came of it. Until then nothing is sent.
         */
        post: operations["verifySubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/verification/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Agree to what the endpoint was asked
         * @description Once, within an hour of the question. A header `WebHook-Allowed-Rate` sets the requests a minute.
         */
        get: operations["confirmVerificationByGet"];
        put?: never;
        /**
         * Agree to what the endpoint was asked
         * @description Once, within an hour of the question. A header `WebHook-Allowed-Rate` sets the requests a minute.
         */
        post: operations["confirmVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/seek": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a subscription to another place of the log, or replay a part of it
         * @description Active or paused. Where it moves, everything that was under way or waited for an attempt is forgotten, above the new offset too: the log is delivered from there as if for the first time, attempts from 1, under the `webhook-id` that each event had (a batch may be cut otherwise, and then has another). Requests that run end before the first event from there is sent; their answers change nothing there. `posthorn-previous-offset` is -1 with the first one. With `range` nothing moves: that part of the log is sent once more, in the order of its offsets, beside what is live. Ordering, retries, dead letters and limits are those of the subscription, and the two take turns. Such deliveries carry `posthorn-replay`, a `webhook-id` of their own (a receiver that dedupes by it takes them as new), and `posthorn-previous-offset` is -1 with the first one of a partition. A replay outlives restarts and seeks, stands still while the subscription is paused, follows every other change of it, and ends with it.
         */
        post: operations["seekSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/replays/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Cancel a replay
         * @description The rest of it is not sent, nor what waits for its next attempt. Requests that run end by themselves; their answers count for nothing. The live flow goes on as it was.
         */
        delete: operations["cancelReplay"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a subscription another signing secret
         * @description A new secret is made, or the given one taken. It signs every attempt that begins from then on, as the first of the signatures in `webhook-signature`. The former ones go on signing beside it for `graceMs`, so that receivers have time to change. `algorithm` is that of the newest secret where it is left out. A secret that is given again is not another one: it comes to the front where it was a former one, and the call can be repeated.
         */
        post: operations["rotateSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/secrets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a former signing secret at once
         * @description Its grace time ends now. The newest one stays: give the subscription another one first.
         */
        delete: operations["deleteSecret"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search a subscription's attempts, newest first
         * @description All that the query names must hold. One call looks at 10000 attempts at most: a page may hold fewer than `limit`, even none, and have a `next` that goes on. Kept are all attempts but, of deliveries that succeed at once, those beyond 256 of a subscription in one commit (at 5 ms and more), as long and as many as POSTHORN_ATTEMPTS_RETENTION_MS, POSTHORN_ATTEMPTS_MAX and POSTHORN_ATTEMPTS_MAX_BYTES allow.
         */
        get: operations["listAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/attempts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at one attempt
         * @description With the headers of the request and of the answer, where they were kept.
         */
        get: operations["getAttempt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/attempts/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send what an attempt carried once more
         * @description The same events under the same `webhook-id`, with `posthorn-resend`, beside what is live and whatever became of them. It is sent once: if it fails it is neither tried again nor a dead letter. Its own attempt shows `resend` with this id. While the subscription is paused it waits.
         */
        post: operations["resendAttempt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a subscription's dead letters, newest first
         * @description Where they come from, why they are there, and what became of those that a redrive sent again. Their values stand in the topic <name>.dlt. One call looks at 5000 of them at most: a page may hold fewer than `limit`, even none, and have a `next` that goes on.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send dead letters of a subscription again
         * @description All that the body names must hold; {} takes all of them but those that an earlier redrive has delivered. They are sent beside what is live, in the order in which their events were produced, with the ordering, retries, health and limits of the subscription, in the format that it has now. A delivery has the `webhook-id`, topic, partition, offset, key and headers that it had when it failed, no `posthorn-previous-offset` and no `dead-letter-...` header, and `posthorn-redrive` with the id; a batch is sent as the batch that failed, if all of it is taken. Dead letters that a version before this call wrote have a `webhook-id` of their own, the same in every redrive. What is exhausted again is marked as failed and brings forth no second dead letter. A redrive outlives restarts, stands still while the subscription is paused, and ends with it. The filter sees the dead letter as it stands in its topic.
         */
        post: operations["redriveSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/redrives/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Cancel a redrive
         * @description The rest of it is not sent, nor what waits for its next attempt; those dead letters are marked as they were before. Requests that run end by themselves; their answers count for nothing.
         */
        delete: operations["cancelRedrive"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/listen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take a subscription's deliveries yourself, as server-sent events
         * @description For development: `posthorn listen` hands them to a URL that only your machine reaches. While the stream is open, deliveries come here and not to the URL of the endpoint: the same headers, signature and bytes, in the same order, at most `maxInFlight` at once. Each is to be answered; what the answer says is what the endpoint would have said. Where no answer comes in time the attempt has failed. When the stream ends, what is unanswered is given back and sent again under its `webhook-id`, with no attempt used up, and deliveries go to the URL again. Requests that run when the stream begins end first. One listener a subscription.
         */
        get: operations["listenToSubscription"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{name}/listen/{session}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer deliveries that a listener was given
         * @description As many as have come together; all of them count, or, where one is wrong, none.
         */
        post: operations["answerDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the process alive? */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Can the server take and deliver events now? */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics as Prometheus text */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The public keys that deliveries are signed with
         * @description A JSON Web Key Set (RFC 7517) of all live ed25519 secrets, with an `ETag`. Who receives from one subscription should ask for its keys alone: whoever may give a subscription a key of his own could else sign for all.
         */
        get: operations["getPublicKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document, also with topics of your own in it */
        get: operations["getOpenapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All error codes, to read */
        get: operations["getErrorCodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What went wrong and what to do next */
        Problem: {
            /**
             * @description Where the code is explained
             * @example /docs/errors#INVALID_REQUEST
             */
            type: string;
            /** @example The request is not valid */
            title: string;
            /** @example 400 */
            status: number;
            /**
             * @description What to do next
             * @example The query field 'ofset' is unknown. Allowed: offset, maxEvents.
             */
            detail: string;
            /**
             * @description Stable; branch on this
             * @example INVALID_REQUEST
             */
            code: string;
            /** @example k3v9x2-1 */
            requestId?: string;
            errors?: {
                /** @description Which event of the request, from 0 */
                index?: number;
                /** @description JSON pointer into it, or into the body, query or path */
                path?: string;
                /** @description What it breaks, where rules have names */
                rule?: string;
                message: string;
            }[];
        } & {
            [key: string]: unknown;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    tailEvents: {
        parameters: {
            query?: {
                /**
                 * @description Begin at the log starts or at the ends; latest is the default
                 * @example latest
                 */
                from?: "earliest" | "latest";
                /**
                 * @description Begin at the first event at or after this time, ms since the epoch; else at the end
                 * @example 1767225600000
                 */
                timestamp?: number;
                /**
                 * @description As the header `Last-Event-ID`, for clients that cannot set it; the header goes before it
                 * @example 0:1042,1:99
                 */
                lastEventId?: string;
                /**
                 * @description Only events with this key
                 * @example A-17
                 */
                key?: string;
                /**
                 * @description Only events that pass; JSON. A filter is an object with one dialect, or a list of such objects, which all must hold. `match`: JSON pointers into the value, each with a condition; a value that is not JSON never matches. `key`: a condition on the key. `headers`: header names, each with a condition. A condition is a string, number, boolean or null, which must be equal (integers of 64 bits are not rounded), or an object of `eq`, `ne` (also where there is nothing), `in`, `gt`, `gte`, `lt`, `lte`, `prefix`, `suffix`, `exists` and `anything-but` (there is something else), which hold together. `exact`, `prefix`, `suffix`: attributes of a CloudEvent, each with a text; other events have none. `sql`: an expression of CloudEvents SQL 1.0 over such attributes, all of them texts; it must come out as true. `all`, `any`: a list of filters; `not`: a filter.
                 * @example {"match":{"/total":{"gt":10},"/currency":"EUR"}}
                 */
                filter?: string;
            };
            header?: {
                /**
                 * @description The last `id` that was received: goes on behind that event in every partition, whatever the query says
                 * @example 0:1042,1:99
                 */
                "last-event-id"?: string;
            };
            path: {
                /**
                 * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                 * @example orders
                 */
                topic: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events, until the client closes, the topic is deleted or the server stops */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example : tail of orders
                     *
                     *     retry: 2000
                     *     id: 0:1041,1:99
                     *
                     *     id: 0:1042,1:99
                     *     event: event
                     *     data: {"topic":"orders","partition":0,"offset":1041,"timestamp":1767225600000,"key":"A-17","headers":{},"value":{"orderId":"A-17"}}
                     */
                    "text/event-stream": string;
                };
            };
            /** @description INVALID_TOPIC_EXCEPTION, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_TOPIC_OR_PARTITION */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ACCEPTABLE */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OFFSET_OUT_OF_RANGE */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_FILTER */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    produceEvents: {
        parameters: {
            query?: {
                /**
                 * @description Key of all events of the request
                 * @example c-7
                 */
                key?: string;
                /**
                 * @description The partition to write to
                 * @example 0
                 */
                partition?: number;
            };
            header?: {
                /**
                 * @description As ?key=, in UTF-8
                 * @example c-7
                 */
                "posthorn-key"?: string;
                /**
                 * @description The same request again with the same key changes nothing and gets the first answer
                 * @example 5f0c8d1e-6a52-4c6b-9d57-3a4f0c2b7e11
                 */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A-Z a-z 0-9 . _ - (1 to 249)
                 * @example orders
                 */
                topic: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "orderId": 17,
                 *       "total": 30
                 *     }
                 */
                "application/json": unknown;
                /**
                 * @example {"orderId":17}
                 *     {"orderId":18}
                 */
                "application/x-ndjson": string;
                /**
                 * @example {
                 *       "specversion": "1.0",
                 *       "id": "8f2a",
                 *       "source": "/shop",
                 *       "type": "order.created",
                 *       "partitionkey": "c-7",
                 *       "data": {
                 *         "orderId": 17,
                 *         "total": 30
                 *       }
                 *     }
                 */
                "application/cloudevents+json": Record<string, never>;
                /**
                 * @example [
                 *       {
                 *         "specversion": "1.0",
                 *         "id": "8f2a",
                 *         "source": "/shop",
                 *         "type": "order.created",
                 *         "partitionkey": "c-7",
                 *         "data": {
                 *           "orderId": 17,
                 *           "total": 30
                 *         }
                 *       }
                 *     ]
                 */
                "application/cloudevents-batch+json": Record<string, never>[];
                /** @example any bytes */
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Appended, or known already */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topic": "orders",
                     *       "partition": 0,
                     *       "offset": 41,
                     *       "timestamp": 1767225600000,
                     *       "duplicate": false
                     *     }
                     */
                    "application/json": {
                        /** @example orders */
                        topic: string;
                        /** @example 0 */
                        partition: number;
                        /** @example 41 */
                        offset: number;
                        /**
                         * @description Time of the append, ms since the epoch
                         * @example 1767225600000
                         */
                        timestamp: number;
                        /**
                         * @description The event was there already (same dedupe key inside the window); the offset is the first one’s
                         * @example false
                         */
                        duplicate: boolean;
                    } | {
                        /** @example orders */
                        topic: string;
                        /**
                         * @description Events that this request appended
                         * @example 3
                         */
                        accepted: number;
                        /**
                         * @description Events that were there already
                         * @example 0
                         */
                        duplicates: number;
                        /** @description Where they stand, in request order within each partition */
                        ranges: {
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description Offset of the first one
                             * @example 42
                             */
                            baseOffset: number;
                            /** @example 3 */
                            count: number;
                        }[];
                    } | {
                        /** @example orders */
                        topic: string;
                        /** @description One an event, in request order */
                        results: {
                            /** @example 0 */
                            partition: number;
                            /** @example 41 */
                            offset: number;
                            /**
                             * @description The event was there already (same dedupe key inside the window); the offset is the first one’s
                             * @example false
                             */
                            duplicate: boolean;
                        }[];
                    };
                };
            };
            /** @description INVALID_TOPIC_EXCEPTION, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOPIC_AUTHORIZATION_FAILED */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_TOPIC_OR_PARTITION */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description REQUEST_TIMED_OUT */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8, INVALID_CLOUDEVENT, INVALID_RECORD, KEY_NOT_FOUND, EMPTY_REQUEST, IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    produceBatch: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request again with the same key changes nothing and gets the first answer
                 * @example 5f0c8d1e-6a52-4c6b-9d57-3a4f0c2b7e11
                 */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description A-Z a-z 0-9 . _ - (1 to 249)
                 * @example orders
                 */
                topic: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "events": [
                 *         {
                 *           "value": {
                 *             "orderId": 17
                 *           },
                 *           "key": "c-7",
                 *           "headers": {
                 *             "trace": "a1"
                 *           },
                 *           "dedupeKey": "order-17"
                 *         },
                 *         {
                 *           "value": null,
                 *           "key": "c-8"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    events: {
                        /** @description Any JSON, kept as the bytes sent; null with a key is a tombstone */
                        value?: unknown;
                        /** @description Bytes, instead of value */
                        valueBase64?: string;
                        key?: string | null;
                        headers?: {
                            [key: string]: string;
                        };
                        /** @description Makes a repeat inside the window one event */
                        dedupeKey?: string | null;
                        partition?: number;
                        /** @description ms since the epoch; default: the append */
                        timestamp?: number;
                        /** @description Default: application/json, for valueBase64 application/octet-stream */
                        contentType?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description A batch was sent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topic": "orders",
                     *       "results": [
                     *         {
                     *           "partition": 0,
                     *           "offset": 45,
                     *           "duplicate": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @example orders */
                        topic: string;
                        /** @description One an event, in request order */
                        results: {
                            /** @example 0 */
                            partition: number;
                            /** @example 41 */
                            offset: number;
                            /**
                             * @description The event was there already (same dedupe key inside the window); the offset is the first one’s
                             * @example false
                             */
                            duplicate: boolean;
                        }[];
                    };
                };
            };
            /** @description INVALID_TOPIC_EXCEPTION, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOPIC_AUTHORIZATION_FAILED */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_TOPIC_OR_PARTITION */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description REQUEST_TIMED_OUT */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8, INVALID_RECORD, KEY_NOT_FOUND, EMPTY_REQUEST, IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    commitTransaction: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request again with the same key changes nothing and gets the first answer
                 * @example 5f0c8d1e-6a52-4c6b-9d57-3a4f0c2b7e11
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "produce": [
                 *         {
                 *           "topic": "receipts",
                 *           "events": [
                 *             {
                 *               "value": {
                 *                 "receipt": 17
                 *               },
                 *               "key": "c-7"
                 *             }
                 *           ]
                 *         }
                 *       ],
                 *       "commit": [
                 *         {
                 *           "group": "invoicing",
                 *           "memberId": "member-2f1c9a0e-5d4b-4c3a-9e8f-7b6a5c4d3e2f",
                 *           "generation": 3,
                 *           "offsets": [
                 *             {
                 *               "topic": "payments",
                 *               "partition": 0,
                 *               "offset": 42
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description Events, as in POST /v1/topics/{topic}/batches */
                    produce?: {
                        /** @example receipts */
                        topic: string;
                        events: {
                            /** @description Any JSON, kept as the bytes sent; null with a key is a tombstone */
                            value?: unknown;
                            /** @description Bytes, instead of value */
                            valueBase64?: string;
                            key?: string | null;
                            headers?: {
                                [key: string]: string;
                            };
                            /** @description Makes a repeat inside the window one event */
                            dedupeKey?: string | null;
                            partition?: number;
                            /** @description ms since the epoch; default: the append */
                            timestamp?: number;
                            /** @description Default: application/json, for valueBase64 application/octet-stream */
                            contentType?: string;
                        }[];
                    }[];
                    /** @description Committed offsets, as in POST /v1/groups/{group}/offsets; each group once */
                    commit?: {
                        /** @example billing */
                        group: string;
                        /** @description Of the member that was handed the events; goes with generation */
                        memberId?: string;
                        /** @description As the last fetch answered it */
                        generation?: number;
                        offsets: {
                            /** @example payments */
                            topic: string;
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description The next one that the group needs: one above the last that is done
                             * @example 42
                             */
                            offset: number;
                        }[];
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "produce": [
                     *         {
                     *           "topic": "receipts",
                     *           "results": [
                     *             {
                     *               "partition": 0,
                     *               "offset": 7,
                     *               "duplicate": false
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "commit": [
                     *         {
                     *           "group": "billing",
                     *           "offsets": [
                     *             {
                     *               "topic": "payments",
                     *               "partition": 0,
                     *               "offset": 42
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "timestamp": 1767225600000,
                     *       "duplicate": false
                     *     }
                     */
                    "application/json": {
                        /** @description In the order of the request, as are the results */
                        produce: {
                            topic: string;
                            results: {
                                /** @example 0 */
                                partition: number;
                                /** @example 41 */
                                offset: number;
                                /**
                                 * @description The event was there already (same dedupe key inside the window); the offset is the first one’s
                                 * @example false
                                 */
                                duplicate: boolean;
                            }[];
                        }[];
                        commit: {
                            /** @example billing */
                            group: string;
                            offsets: {
                                /** @example payments */
                                topic: string;
                                /** @example 0 */
                                partition: number;
                                /**
                                 * @description The next one that the group needs: one above the last that is done
                                 * @example 42
                                 */
                                offset: number;
                            }[];
                        }[];
                        /**
                         * @description Time of the commit, ms since the epoch
                         * @example 1767225600000
                         */
                        timestamp: number;
                        /** @description The transaction was committed before, under this idempotency-key: the answer is the first one’s */
                        duplicate: boolean;
                    };
                };
            };
            /** @description INVALID_TOPIC_EXCEPTION, INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOPIC_AUTHORIZATION_FAILED */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_TOPIC_OR_PARTITION */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description REQUEST_TIMED_OUT */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ILLEGAL_GENERATION, FENCED_INSTANCE_ID, NON_EMPTY_GROUP, INCONSISTENT_GROUP_PROTOCOL, VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OFFSET_OUT_OF_RANGE */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8, INVALID_RECORD, KEY_NOT_FOUND, EMPTY_REQUEST, IDEMPOTENCY_KEY_REUSED */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkFilter: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filter": {
                 *         "match": {
                 *           "/total": {
                 *             "gt": 10
                 *           }
                 *         }
                 *       },
                 *       "events": [
                 *         {
                 *           "value": {
                 *             "total": 12.5
                 *           }
                 *         },
                 *         {
                 *           "value": {
                 *             "total": 3
                 *           },
                 *           "key": "c-7",
                 *           "headers": {
                 *             "region": "eu-1"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * @description A filter is an object with one dialect, or a list of such objects, which all must hold. `match`: JSON pointers into the value, each with a condition; a value that is not JSON never matches. `key`: a condition on the key. `headers`: header names, each with a condition. A condition is a string, number, boolean or null, which must be equal (integers of 64 bits are not rounded), or an object of `eq`, `ne` (also where there is nothing), `in`, `gt`, `gte`, `lt`, `lte`, `prefix`, `suffix`, `exists` and `anything-but` (there is something else), which hold together. `exact`, `prefix`, `suffix`: attributes of a CloudEvent, each with a text; other events have none. `sql`: an expression of CloudEvents SQL 1.0 over such attributes, all of them texts; it must come out as true. `all`, `any`: a list of filters; `not`: a filter.
                     * @example {
                     *       "match": {
                     *         "/total": {
                     *           "gt": 10
                     *         },
                     *         "/currency": "EUR"
                     *       }
                     *     }
                     */
                    filter: unknown;
                    events: {
                        /** @description Any JSON, kept as the bytes sent; null with a key is a tombstone */
                        value?: unknown;
                        /** @description Bytes, instead of value */
                        valueBase64?: string;
                        key?: string | null;
                        headers?: {
                            [key: string]: string;
                        };
                        /** @description Makes a repeat inside the window one event */
                        dedupeKey?: string | null;
                        partition?: number;
                        /** @description ms since the epoch; default: the append */
                        timestamp?: number;
                        /** @description Default: application/json, for valueBase64 application/octet-stream */
                        contentType?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "results": [
                     *         {
                     *           "matches": true
                     *         },
                     *         {
                     *           "matches": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description One an event, in their order
                         * @example [
                         *       {
                         *         "matches": true
                         *       },
                         *       {
                         *         "matches": false
                         *       }
                         *     ]
                         */
                        results: {
                            /**
                             * @description The event passes
                             * @example true
                             */
                            matches: boolean;
                            /** @description Why an expression of the filter could not be evaluated for this event, and so did not hold */
                            error?: {
                                /**
                                 * @description cast, math, missingAttribute, functionEvaluation or generic
                                 * @example missingAttribute
                                 */
                                kind: string;
                                /** @example the event has no attribute subject */
                                message: string;
                            };
                        }[];
                    };
                };
            };
            /** @description INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description REQUEST_TIMED_OUT */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_FILTER, INVALID_JSON, INVALID_UTF8, INVALID_RECORD, EMPTY_REQUEST */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "topic": "orders",
                 *       "value": {
                 *         "orderId": "A-17"
                 *       }
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Needed where the subscription receives several
                     * @example orders
                     */
                    topic?: string;
                    /**
                     * @description The very bytes are sent. Without it a sample is made that the schema of the topic allows
                     * @example {
                     *       "orderId": "A-17"
                     *     }
                     */
                    value?: unknown;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topic": "orders",
                     *       "outcome": "acknowledged",
                     *       "status": 200,
                     *       "durationMs": 12,
                     *       "request": {
                     *         "headers": {
                     *           "content-type": "application/json",
                     *           "posthorn-topic": "orders",
                     *           "posthorn-test": "true"
                     *         },
                     *         "body": "{\"orderId\":\"A-17\"}"
                     *       },
                     *       "response": "thank you"
                     *     }
                     */
                    "application/json": {
                        /** @example orders */
                        topic: string;
                        /** @example acknowledged */
                        outcome: "acknowledged" | "failed";
                        /** @example 200 */
                        status?: number;
                        /** @description What failed: address, dns, connect, tls, timeout or status */
                        phase?: string;
                        /** @example 12 */
                        durationMs: number;
                        request: {
                            /**
                             * @description As they were sent, without what is secret
                             * @example {
                             *       "content-type": "application/json",
                             *       "posthorn-topic": "orders",
                             *       "posthorn-test": "true"
                             *     }
                             */
                            headers: {
                                [key: string]: string;
                            };
                            /** @example {"orderId":"A-17"} */
                            body?: string;
                            /** @description Where it is no text */
                            bodyBase64?: string;
                        };
                        /**
                         * @description Start of the response, or the error's text
                         * @example thank you
                         */
                        response?: string;
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND, UNKNOWN_TOPIC_OR_PARTITION, LISTENER_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8, INVALID_RECORD */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SECRET_UNREADABLE, UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                 * @example orders
                 */
                topic: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The topic */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topic": "orders",
                     *       "partitions": [
                     *         {
                     *           "partition": 0,
                     *           "logStartOffset": 0,
                     *           "highWatermark": 1042,
                     *           "bytes": 114620
                     *         }
                     *       ],
                     *       "config": {
                     *         "partitions": 4,
                     *         "retentionMs": 604800000,
                     *         "retentionBytes": -1,
                     *         "cleanupPolicy": "delete",
                     *         "deleteRetentionMs": 86400000,
                     *         "keyPath": "/orderId",
                     *         "dedupeWindowMs": 86400000,
                     *         "maxEventBytes": 1048576
                     *       },
                     *       "schemaVersion": 1
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                         * @example orders
                         */
                        topic: string;
                        partitions: {
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description Oldest readable offset
                             * @example 0
                             */
                            logStartOffset: number;
                            /**
                             * @description First offset not yet readable
                             * @example 1042
                             */
                            highWatermark: number;
                            /**
                             * @description Bytes of the values
                             * @example 114620
                             */
                            bytes: number;
                        }[];
                        config: {
                            /**
                             * @description Ordered shards of the topic; can only grow
                             * @default 1
                             * @example 4
                             */
                            partitions: number;
                            /**
                             * @description How long events are kept, in milliseconds; -1: for ever
                             * @default 604800000
                             * @example 604800000
                             */
                            retentionMs: number;
                            /**
                             * @description How many bytes of values each partition keeps; -1: no bound
                             * @default -1
                             * @example -1
                             */
                            retentionBytes: number;
                            /**
                             * @description "delete": events go by retentionMs and retentionBytes. "compact": of each key the newest event stays, whatever its age; every event needs a key. "compact,delete": both
                             * @default delete
                             * @example delete
                             */
                            cleanupPolicy: "delete" | "compact" | "compact,delete";
                            /**
                             * @description How long compaction leaves a tombstone that is the one event of its key, in milliseconds: so long a reader has to see it
                             * @default 86400000
                             * @example 86400000
                             */
                            deleteRetentionMs: number;
                            /**
                             * @description JSON pointer (RFC 6901) into the value, where an event's key is taken from; null: none
                             * @default null
                             * @example /orderId
                             */
                            keyPath: string | null;
                            /**
                             * @description How long a dedupe key makes a repeated produce one event, in milliseconds
                             * @default 86400000
                             * @example 86400000
                             */
                            dedupeWindowMs: number;
                            /**
                             * @description Bytes of one event's value at most
                             * @default 1048576
                             * @example 1048576
                             */
                            maxEventBytes: number;
                        };
                        /**
                         * @description The schema version that new events are checked against
                         * @example 1
                         */
                        schemaVersion?: number;
                    };
                };
            };
            /** @description INVALID_TOPIC_EXCEPTION, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_TOPIC_OR_PARTITION */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                 * @example orders
                 */
                topic: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "partitions": 4,
                 *       "keyPath": "/orderId"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Ordered shards of the topic; can only grow
                     * @default 1
                     * @example 4
                     */
                    partitions?: number;
                    /**
                     * @description How long events are kept, in milliseconds; -1: for ever
                     * @default 604800000
                     * @example 604800000
                     */
                    retentionMs?: number;
                    /**
                     * @description How many bytes of values each partition keeps; -1: no bound
                     * @default -1
                     * @example -1
                     */
                    retentionBytes?: number;
                    /**
                     * @description "delete": events go by retentionMs and retentionBytes. "compact": of each key the newest event stays, whatever its age; every event needs a key. "compact,delete": both
                     * @default delete
                     * @example delete
                     */
                    cleanupPolicy?: "delete" | "compact" | "compact,delete";
                    /**
                     * @description How long compaction leaves a tombstone that is the one event of its key, in milliseconds: so long a reader has to see it
                     * @default 86400000
                     * @example 86400000
                     */
                    deleteRetentionMs?: number;
                    /**
                     * @description JSON pointer (RFC 6901) into the value, where an event's key is taken from; null: none
                     * @default null
                     * @example /orderId
                     */
                    keyPath?: string | null;
                    /**
                     * @description How long a dedupe key makes a repeated produce one event, in milliseconds
                     * @default 86400000
                     * @example 86400000
                     */
                    dedupeWindowMs?: number;
                    /**
                     * @description Bytes of one event's value at most
                     * @default 1048576
                     * @example 1048576
                     */
                    maxEventBytes?: number;
                };
            };
        };
        responses: {
            /** @description The topic */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topic": "orders",
                     *       "partitions": [
                     *         {
                     *           "partition": 0,
                     *           "logStartOffset": 0,
                     *           "highWatermark": 1042,
                     *           "bytes": 114620
                     *         }
                     *       ],
                     *       "config": {
                     *         "partitions": 4,
                     *         "retentionMs": 604800000,
                     *         "retentionBytes": -1,
                     *         "cleanupPolicy": "delete",
                     *         "deleteRetentionMs": 86400000,
                     *         "keyPath": "/orderId",
                     *         "dedupeWindowMs": 86400000,
                     *         "maxEventBytes": 1048576
                     *       },
                     *       "schemaVersion": 1
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                         * @example orders
                         */
                        topic: string;
                        partitions: {
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description Oldest readable offset
                             * @example 0
                             */
                            logStartOffset: number;
                            /**
                             * @description First offset not yet readable
                             * @example 1042
                             */
                            highWatermark: number;
                            /**
                             * @description Bytes of the values
                             * @example 114620
                             */
                            bytes: number;
                        }[];
                        config: {
                            /**
                             * @description Ordered shards of the topic; can only grow
                             * @default 1
                             * @example 4
                             */
                            partitions: number;
                            /**
                             * @description How long events are kept, in milliseconds; -1: for ever
                             * @default 604800000
                             * @example 604800000
                             */
                            retentionMs: number;
                            /**
                             * @description How many bytes of values each partition keeps; -1: no bound
                             * @default -1
                             * @example -1
                             */
                            retentionBytes: number;
                            /**
                             * @description "delete": events go by retentionMs and retentionBytes. "compact": of each key the newest event stays, whatever its age; every event needs a key. "compact,delete": both
                             * @default delete
                             * @example delete
                             */
                            cleanupPolicy: "delete" | "compact" | "compact,delete";
                            /**
                             * @description How long compaction leaves a tombstone that is the one event of its key, in milliseconds: so long a reader has to see it
                             * @default 86400000
                             * @example 86400000
                             */
                            deleteRetentionMs: number;
                            /**
                             * @description JSON pointer (RFC 6901) into the value, where an event's key is taken from; null: none
                             * @default null
                             * @example /orderId
                             */
                            keyPath: string | null;
                            /**
                             * @description How long a dedupe key makes a repeated produce one event, in milliseconds
                             * @default 86400000
                             * @example 86400000
                             */
                            dedupeWindowMs: number;
                            /**
                             * @description Bytes of one event's value at most
                             * @default 1048576
                             * @example 1048576
                             */
                            maxEventBytes: number;
                        };
                        /**
                         * @description The schema version that new events are checked against
                         * @example 1
                         */
                        schemaVersion?: number;
                    };
                };
            };
            /** @description INVALID_TOPIC_EXCEPTION, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOPIC_AUTHORIZATION_FAILED */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8, INVALID_PARTITIONS, INVALID_CONFIG */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                 * @example orders
                 */
                topic: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_TOPIC_EXCEPTION, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOPIC_AUTHORIZATION_FAILED */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_TOPIC_OR_PARTITION */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTopics: {
        parameters: {
            query?: {
                /**
                 * @description Items at most; default 100
                 * @example 20
                 */
                limit?: number;
                /**
                 * @description Only names after this one
                 * @example orders
                 */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of topics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "topic": "orders",
                     *           "partitions": [
                     *             {
                     *               "partition": 0,
                     *               "logStartOffset": 0,
                     *               "highWatermark": 1042,
                     *               "bytes": 114620
                     *             }
                     *           ],
                     *           "config": {
                     *             "partitions": 4,
                     *             "retentionMs": 604800000,
                     *             "retentionBytes": -1,
                     *             "cleanupPolicy": "delete",
                     *             "deleteRetentionMs": 86400000,
                     *             "keyPath": "/orderId",
                     *             "dedupeWindowMs": 86400000,
                     *             "maxEventBytes": 1048576
                     *           },
                     *           "schemaVersion": 1
                     *         }
                     *       ],
                     *       "next": "orders"
                     *     }
                     */
                    "application/json": {
                        items: {
                            /**
                             * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                             * @example orders
                             */
                            topic: string;
                            partitions: {
                                /** @example 0 */
                                partition: number;
                                /**
                                 * @description Oldest readable offset
                                 * @example 0
                                 */
                                logStartOffset: number;
                                /**
                                 * @description First offset not yet readable
                                 * @example 1042
                                 */
                                highWatermark: number;
                                /**
                                 * @description Bytes of the values
                                 * @example 114620
                                 */
                                bytes: number;
                            }[];
                            config: {
                                /**
                                 * @description Ordered shards of the topic; can only grow
                                 * @default 1
                                 * @example 4
                                 */
                                partitions: number;
                                /**
                                 * @description How long events are kept, in milliseconds; -1: for ever
                                 * @default 604800000
                                 * @example 604800000
                                 */
                                retentionMs: number;
                                /**
                                 * @description How many bytes of values each partition keeps; -1: no bound
                                 * @default -1
                                 * @example -1
                                 */
                                retentionBytes: number;
                                /**
                                 * @description "delete": events go by retentionMs and retentionBytes. "compact": of each key the newest event stays, whatever its age; every event needs a key. "compact,delete": both
                                 * @default delete
                                 * @example delete
                                 */
                                cleanupPolicy: "delete" | "compact" | "compact,delete";
                                /**
                                 * @description How long compaction leaves a tombstone that is the one event of its key, in milliseconds: so long a reader has to see it
                                 * @default 86400000
                                 * @example 86400000
                                 */
                                deleteRetentionMs: number;
                                /**
                                 * @description JSON pointer (RFC 6901) into the value, where an event's key is taken from; null: none
                                 * @default null
                                 * @example /orderId
                                 */
                                keyPath: string | null;
                                /**
                                 * @description How long a dedupe key makes a repeated produce one event, in milliseconds
                                 * @default 86400000
                                 * @example 86400000
                                 */
                                dedupeWindowMs: number;
                                /**
                                 * @description Bytes of one event's value at most
                                 * @default 1048576
                                 * @example 1048576
                                 */
                                maxEventBytes: number;
                            };
                            /**
                             * @description The schema version that new events are checked against
                             * @example 1
                             */
                            schemaVersion?: number;
                        }[];
                        /**
                         * @description There are more: ask again with this as `after`
                         * @example orders
                         */
                        next?: string;
                    };
                };
            };
            /** @description INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trimTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                 * @example orders
                 */
                topic: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "offsets": [
                 *         {
                 *           "partition": 0,
                 *           "offset": 1000
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description A partition at most once; those not named stay as they are */
                    offsets: {
                        /** @example 0 */
                        partition: number;
                        /**
                         * @description The first event to keep; -1: the high watermark, which deletes all that is there
                         * @example 1000
                         */
                        offset: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description Where the partitions start now, in the order of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topic": "orders",
                     *       "partitions": [
                     *         {
                     *           "partition": 0,
                     *           "logStartOffset": 1000,
                     *           "highWatermark": 1042,
                     *           "deleted": 1000
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                         * @example orders
                         */
                        topic: string;
                        partitions: {
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description Oldest readable offset
                             * @example 1000
                             */
                            logStartOffset: number;
                            /**
                             * @description First offset not yet readable
                             * @example 1042
                             */
                            highWatermark: number;
                            /**
                             * @description Events that this call has deleted
                             * @example 1000
                             */
                            deleted: number;
                        }[];
                    };
                };
            };
            /** @description INVALID_TOPIC_EXCEPTION, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOPIC_AUTHORIZATION_FAILED */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_TOPIC_OR_PARTITION */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OFFSET_OUT_OF_RANGE */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSchema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                 * @example orders
                 */
                topic: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "schema": {
                 *         "type": "object",
                 *         "properties": {
                 *           "orderId": {
                 *             "type": "string"
                 *           },
                 *           "amount": {
                 *             "type": "number",
                 *             "minimum": 0
                 *           }
                 *         },
                 *         "required": [
                 *           "orderId"
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": {
                    /**
                     * @description A JSON Schema, draft 2020-12: an object or a boolean
                     * @example {
                     *       "type": "object",
                     *       "properties": {
                     *         "orderId": {
                     *           "type": "string"
                     *         },
                     *         "amount": {
                     *           "type": "number",
                     *           "minimum": 0
                     *         }
                     *       },
                     *       "required": [
                     *         "orderId"
                     *       ]
                     *     }
                     */
                    schema: unknown;
                    /**
                     * @description Holds until another one is sent; absent: the one of the latest version, `none` where there is none
                     * @example backward
                     */
                    compatibility?: "none" | "backward" | "forward" | "full" | "backward-transitive" | "forward-transitive" | "full-transitive";
                };
            };
        };
        responses: {
            /** @description A version of the schema */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topic": "orders",
                     *       "version": 1,
                     *       "compatibility": "backward",
                     *       "registeredAt": 1767225600000,
                     *       "schema": {
                     *         "type": "object",
                     *         "properties": {
                     *           "orderId": {
                     *             "type": "string"
                     *           },
                     *           "amount": {
                     *             "type": "number",
                     *             "minimum": 0
                     *           }
                     *         },
                     *         "required": [
                     *           "orderId"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                         * @example orders
                         */
                        topic: string;
                        /**
                         * @description From 1
                         * @example 1
                         */
                        version: number;
                        /**
                         * @description What a new version is held to. `backward`: it takes every value that the latest version allows; `forward`: the latest version takes every value that it allows; `full`: both; `-transitive`: with all earlier versions
                         * @example backward
                         */
                        compatibility: "none" | "backward" | "forward" | "full" | "backward-transitive" | "forward-transitive" | "full-transitive";
                        /**
                         * @description Milliseconds since the epoch
                         * @example 1767225600000
                         */
                        registeredAt: number;
                        /**
                         * @description A JSON Schema, draft 2020-12: an object or a boolean
                         * @example {
                         *       "type": "object",
                         *       "properties": {
                         *         "orderId": {
                         *           "type": "string"
                         *         },
                         *         "amount": {
                         *           "type": "number",
                         *           "minimum": 0
                         *         }
                         *       },
                         *       "required": [
                         *         "orderId"
                         *       ]
                         *     }
                         */
                        schema: unknown;
                    };
                };
            };
            /** @description INVALID_TOPIC_EXCEPTION, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOPIC_AUTHORIZATION_FAILED */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_TOPIC_OR_PARTITION */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INCOMPATIBLE_SCHEMA, VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8, INVALID_SCHEMA */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkSchema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                 * @example orders
                 */
                topic: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "schema": {
                 *         "type": "object",
                 *         "properties": {
                 *           "orderId": {
                 *             "type": "string"
                 *           },
                 *           "amount": {
                 *             "type": "number",
                 *             "minimum": 0
                 *           }
                 *         },
                 *         "required": [
                 *           "orderId"
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": {
                    /**
                     * @description A JSON Schema, draft 2020-12: an object or a boolean
                     * @example {
                     *       "type": "object",
                     *       "properties": {
                     *         "orderId": {
                     *           "type": "string"
                     *         },
                     *         "amount": {
                     *           "type": "number",
                     *           "minimum": 0
                     *         }
                     *       },
                     *       "required": [
                     *         "orderId"
                     *       ]
                     *     }
                     */
                    schema: unknown;
                    /**
                     * @description Holds until another one is sent; absent: the one of the latest version, `none` where there is none
                     * @example backward
                     */
                    compatibility?: "none" | "backward" | "forward" | "full" | "backward-transitive" | "forward-transitive" | "full-transitive";
                };
            };
        };
        responses: {
            /** @description What registering the schema would come to */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "compatible": false,
                     *       "version": 2,
                     *       "compatibility": "backward",
                     *       "problems": [
                     *         {
                     *           "version": 1,
                     *           "path": "/schema/required",
                     *           "rule": "required-added",
                     *           "message": "The new schema requires the property \"total\", in version 1 it may be absent. Leave the property optional."
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @example false */
                        compatible: boolean;
                        /**
                         * @description The version that the schema would get, or has
                         * @example 2
                         */
                        version: number;
                        /**
                         * @description What a new version is held to. `backward`: it takes every value that the latest version allows; `forward`: the latest version takes every value that it allows; `full`: both; `-transitive`: with all earlier versions
                         * @example backward
                         */
                        compatibility: "none" | "backward" | "forward" | "full" | "backward-transitive" | "forward-transitive" | "full-transitive";
                        problems: {
                            /**
                             * @description The earlier version that it breaks with
                             * @example 1
                             */
                            version: number;
                            /**
                             * @description JSON pointer into the body
                             * @example /schema/required
                             */
                            path: string;
                            /**
                             * @description Which rule it breaks
                             * @example required-added
                             */
                            rule: string;
                            /**
                             * @description What is wrong, and what would be compatible
                             * @example The new schema requires the property "total", in version 1 it may be absent. Leave the property optional.
                             */
                            message: string;
                        }[];
                    };
                };
            };
            /** @description INVALID_TOPIC_EXCEPTION, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOPIC_AUTHORIZATION_FAILED */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_TOPIC_OR_PARTITION */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8, INVALID_SCHEMA */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSchemas: {
        parameters: {
            query?: {
                /**
                 * @description Items at most; default 100
                 * @example 20
                 */
                limit?: number;
                /**
                 * @description Only versions after this one
                 * @example 1
                 */
                after?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                 * @example orders
                 */
                topic: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "topic": "orders",
                     *           "version": 1,
                     *           "compatibility": "backward",
                     *           "registeredAt": 1767225600000,
                     *           "schema": {
                     *             "type": "object",
                     *             "properties": {
                     *               "orderId": {
                     *                 "type": "string"
                     *               },
                     *               "amount": {
                     *                 "type": "number",
                     *                 "minimum": 0
                     *               }
                     *             },
                     *             "required": [
                     *               "orderId"
                     *             ]
                     *           }
                     *         }
                     *       ],
                     *       "next": "1"
                     *     }
                     */
                    "application/json": {
                        items: {
                            /**
                             * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                             * @example orders
                             */
                            topic: string;
                            /**
                             * @description From 1
                             * @example 1
                             */
                            version: number;
                            /**
                             * @description What a new version is held to. `backward`: it takes every value that the latest version allows; `forward`: the latest version takes every value that it allows; `full`: both; `-transitive`: with all earlier versions
                             * @example backward
                             */
                            compatibility: "none" | "backward" | "forward" | "full" | "backward-transitive" | "forward-transitive" | "full-transitive";
                            /**
                             * @description Milliseconds since the epoch
                             * @example 1767225600000
                             */
                            registeredAt: number;
                            /**
                             * @description A JSON Schema, draft 2020-12: an object or a boolean
                             * @example {
                             *       "type": "object",
                             *       "properties": {
                             *         "orderId": {
                             *           "type": "string"
                             *         },
                             *         "amount": {
                             *           "type": "number",
                             *           "minimum": 0
                             *         }
                             *       },
                             *       "required": [
                             *         "orderId"
                             *       ]
                             *     }
                             */
                            schema: unknown;
                        }[];
                        /**
                         * @description There are more: ask again with this as `after`
                         * @example 1
                         */
                        next?: string;
                    };
                };
            };
            /** @description INVALID_TOPIC_EXCEPTION, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_TOPIC_OR_PARTITION */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                 * @example orders
                 */
                topic: string;
                /**
                 * @description From 1
                 * @example 1
                 */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A version of the schema */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topic": "orders",
                     *       "version": 1,
                     *       "compatibility": "backward",
                     *       "registeredAt": 1767225600000,
                     *       "schema": {
                     *         "type": "object",
                     *         "properties": {
                     *           "orderId": {
                     *             "type": "string"
                     *           },
                     *           "amount": {
                     *             "type": "number",
                     *             "minimum": 0
                     *           }
                     *         },
                     *         "required": [
                     *           "orderId"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                         * @example orders
                         */
                        topic: string;
                        /**
                         * @description From 1
                         * @example 1
                         */
                        version: number;
                        /**
                         * @description What a new version is held to. `backward`: it takes every value that the latest version allows; `forward`: the latest version takes every value that it allows; `full`: both; `-transitive`: with all earlier versions
                         * @example backward
                         */
                        compatibility: "none" | "backward" | "forward" | "full" | "backward-transitive" | "forward-transitive" | "full-transitive";
                        /**
                         * @description Milliseconds since the epoch
                         * @example 1767225600000
                         */
                        registeredAt: number;
                        /**
                         * @description A JSON Schema, draft 2020-12: an object or a boolean
                         * @example {
                         *       "type": "object",
                         *       "properties": {
                         *         "orderId": {
                         *           "type": "string"
                         *         },
                         *         "amount": {
                         *           "type": "number",
                         *           "minimum": 0
                         *         }
                         *       },
                         *       "required": [
                         *         "orderId"
                         *       ]
                         *     }
                         */
                        schema: unknown;
                    };
                };
            };
            /** @description INVALID_TOPIC_EXCEPTION, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_TOPIC_OR_PARTITION, SCHEMA_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fetchEvents: {
        parameters: {
            query?: {
                /**
                 * @description Begin at this offset
                 * @example 1041
                 */
                offset?: number;
                /**
                 * @description Begin at the first event at or after this time, ms since the epoch
                 * @example 1767225600000
                 */
                timestamp?: number;
                /**
                 * @description Begin at the log start or at the end; earliest is the default
                 * @example earliest
                 */
                from?: "earliest" | "latest";
                /**
                 * @description Events at most; default 10000
                 * @example 100
                 */
                maxEvents?: number;
                /**
                 * @description Bytes of values at most, though one event is always given; default 1048576
                 * @example 1048576
                 */
                maxBytes?: number;
                /**
                 * @description Where too little is readable, wait so long for more, ms; default 0. Then the answer may be empty
                 * @example 30000
                 */
                waitMs?: number;
                /**
                 * @description Bytes of values that end the wait; default 1: any event
                 * @example 1
                 */
                minBytes?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                 * @example orders
                 */
                topic: string;
                /**
                 * @description From 0
                 * @example 0
                 */
                partition: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events */
            200: {
                headers: {
                    /** @description Oldest readable offset */
                    "posthorn-log-start-offset"?: number;
                    /** @description First offset not yet readable */
                    "posthorn-high-watermark"?: number;
                    /** @description Offset of the first event in the answer */
                    "posthorn-base-offset"?: number;
                    /** @description Where the next fetch goes on */
                    "posthorn-next-offset"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topic": "orders",
                     *       "partition": 0,
                     *       "logStartOffset": 0,
                     *       "highWatermark": 1042,
                     *       "nextOffset": 1042,
                     *       "events": [
                     *         {
                     *           "offset": 1041,
                     *           "timestamp": 1767225600000,
                     *           "key": "A-17",
                     *           "headers": {
                     *             "source": "shop"
                     *           },
                     *           "contentType": "text/plain",
                     *           "schemaVersion": 1,
                     *           "value": {
                     *             "orderId": "A-17"
                     *           },
                     *           "valueBase64": "AAEC"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Topic name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                         * @example orders
                         */
                        topic: string;
                        /** @example 0 */
                        partition: number;
                        /** @example 0 */
                        logStartOffset: number;
                        /** @example 1042 */
                        highWatermark: number;
                        /**
                         * @description Where the next fetch goes on
                         * @example 1042
                         */
                        nextOffset: number;
                        events: {
                            /** @example 1041 */
                            offset: number;
                            /**
                             * @description Milliseconds since the epoch
                             * @example 1767225600000
                             */
                            timestamp: number;
                            /** @example A-17 */
                            key: string | null;
                            /**
                             * @example {
                             *       "source": "shop"
                             *     }
                             */
                            headers: {
                                [key: string]: string;
                            };
                            /**
                             * @description Where it is not application/json
                             * @example text/plain
                             */
                            contentType?: string;
                            /**
                             * @description The version it was checked against
                             * @example 1
                             */
                            schemaVersion?: number;
                            /**
                             * @description The very bytes that were produced; null: a tombstone
                             * @example {
                             *       "orderId": "A-17"
                             *     }
                             */
                            value?: unknown;
                            /**
                             * @description Instead of value where that is not JSON
                             * @example AAEC
                             */
                            valueBase64?: string;
                        }[];
                    };
                    /** @example {"offset":1041,"timestamp":1767225600000,"key":"A-17","headers":{},"schemaVersion":1,"value":{"orderId":"A-17"}} */
                    "application/x-ndjson": string;
                    /** @example {"orderId":"A-17"} */
                    "application/vnd.posthorn.values+x-ndjson": string;
                };
            };
            /** @description INVALID_TOPIC_EXCEPTION, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_TOPIC_OR_PARTITION */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ACCEPTABLE */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OFFSET_OUT_OF_RANGE */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fetchGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Group name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                 * @example billing
                 */
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "topics": [
                 *         "orders"
                 *       ],
                 *       "start": "earliest",
                 *       "waitMs": 5000
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Topic names, or prefixes written with a "*" at the end
                     * @example [
                     *       "orders",
                     *       "returns.*"
                     *     ]
                     */
                    topics?: string[];
                    /**
                     * @description To be sent with the next fetch
                     * @example member-9f1b6ad4-2c1f-4a55-8d0e-6f3b2a7c5e10
                     */
                    memberId?: string;
                    /**
                     * @description Names this process: it comes back to its partitions without memberId, and fences its former self
                     * @example worker-1
                     */
                    instanceId?: string;
                    /**
                     * @description exclusive: each partition has one member at a time; shared: a work queue, each event goes to one worker at a time until one of them acknowledges it
                     * @default exclusive
                     * @example exclusive
                     */
                    mode?: "exclusive" | "shared";
                    /**
                     * @description Where the group begins in topics that it has no offset of yet; what appears later is read whole
                     * @default latest
                     * @example earliest
                     */
                    start?: "latest" | "earliest" | {
                        /** @description Milliseconds since the epoch */
                        timestamp: number;
                    };
                    /**
                     * @default 10000
                     * @example 500
                     */
                    maxEvents?: number;
                    /**
                     * @description Bytes of values at most, though one event is always given
                     * @default 1048576
                     * @example 1048576
                     */
                    maxBytes?: number;
                    /**
                     * @description Where there is nothing, wait so long for something, ms
                     * @default 1000
                     * @example 30000
                     */
                    waitMs?: number;
                    /**
                     * @description A member that makes no call for so long has left, ms. It runs from the end of a call: waiting counts as alive
                     * @default 30000
                     * @example 30000
                     */
                    sessionTimeoutMs?: number;
                    /**
                     * @description true: all that was handed out to this `memberId` so far is done. A list (the `positions` of an answer): exactly these are, and whatever was handed out beyond what is committed is handed out again; []: nothing more is done
                     * @default false
                     * @example true
                     */
                    commit?: boolean | {
                        /** @example orders */
                        topic: string;
                        /** @example 0 */
                        partition: number;
                        /**
                         * @description The next offset that is needed
                         * @example 1042
                         */
                        offset: number;
                    }[];
                    /**
                     * @description Shared: an event that is not acknowledged by then is due again, ms
                     * @default 30000
                     * @example 30000
                     */
                    leaseMs?: number;
                    /**
                     * @description Shared: then the event goes to the topic <group>.dlt. The group's, as it was given last
                     * @default 10
                     * @example 10
                     */
                    maxAttempts?: number;
                    /** @description Done: they never come again */
                    ack?: {
                        /** @example images */
                        topic: string;
                        /** @example 0 */
                        partition: number;
                        /** @example 41 */
                        offset: number;
                        /**
                         * @description As the fetch gave it
                         * @example 1
                         */
                        attempt: number;
                    }[];
                    /** @description Returned: another worker gets them, or, after maxAttempts, the dead letter topic */
                    nack?: {
                        /** @example images */
                        topic: string;
                        /** @example 0 */
                        partition: number;
                        /** @example 41 */
                        offset: number;
                        /**
                         * @description As the fetch gave it
                         * @example 1
                         */
                        attempt: number;
                        /**
                         * @description Due again after this, ms; default 0
                         * @example 60000
                         */
                        delayMs?: number;
                    }[];
                    /** @description Still being worked on */
                    extend?: {
                        /** @example images */
                        topic: string;
                        /** @example 0 */
                        partition: number;
                        /** @example 41 */
                        offset: number;
                        /**
                         * @description As the fetch gave it
                         * @example 1
                         */
                        attempt: number;
                        /**
                         * @description Held for so long from now, ms
                         * @example 30000
                         */
                        leaseMs: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description The events, none where none came in time */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "memberId": "member-9f1b6ad4-2c1f-4a55-8d0e-6f3b2a7c5e10",
                     *       "generation": 3,
                     *       "assignment": [
                     *         {
                     *           "topic": "orders",
                     *           "partition": 0
                     *         }
                     *       ],
                     *       "positions": [
                     *         {
                     *           "topic": "orders",
                     *           "partition": 0,
                     *           "offset": 1042
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "topic": "orders",
                     *           "partition": 0,
                     *           "attempt": 1,
                     *           "offset": 1041,
                     *           "timestamp": 1767225600000,
                     *           "key": "A-17",
                     *           "headers": {
                     *             "source": "shop"
                     *           },
                     *           "contentType": "text/plain",
                     *           "schemaVersion": 1,
                     *           "value": {
                     *             "orderId": "A-17"
                     *           },
                     *           "valueBase64": "AAEC"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description To be sent with the next fetch
                         * @example member-9f1b6ad4-2c1f-4a55-8d0e-6f3b2a7c5e10
                         */
                        memberId: string;
                        /**
                         * @description Goes up with each change of the members, or of what each of them is to have
                         * @example 3
                         */
                        generation: number;
                        /** @description The member's partitions */
                        assignment: {
                            /** @example orders */
                            topic: string;
                            /** @example 0 */
                            partition: number;
                        }[];
                        /** @description The offset behind the events of each partition in this answer: what a commit of them names */
                        positions: {
                            /** @example orders */
                            topic: string;
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description The next offset that is needed
                             * @example 1042
                             */
                            offset: number;
                        }[];
                        events: {
                            /** @example orders */
                            topic: string;
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description Shared: how often it was handed out, this time included
                             * @example 1
                             */
                            attempt?: number;
                            /** @example 1041 */
                            offset: number;
                            /**
                             * @description Milliseconds since the epoch
                             * @example 1767225600000
                             */
                            timestamp: number;
                            /** @example A-17 */
                            key: string | null;
                            /**
                             * @example {
                             *       "source": "shop"
                             *     }
                             */
                            headers: {
                                [key: string]: string;
                            };
                            /**
                             * @description Where it is not application/json
                             * @example text/plain
                             */
                            contentType?: string;
                            /**
                             * @description The version it was checked against
                             * @example 1
                             */
                            schemaVersion?: number;
                            /**
                             * @description The very bytes that were produced; null: a tombstone
                             * @example {
                             *       "orderId": "A-17"
                             *     }
                             */
                            value?: unknown;
                            /**
                             * @description Instead of value where that is not JSON
                             * @example AAEC
                             */
                            valueBase64?: string;
                        }[];
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_TOPIC_OR_PARTITION */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ILLEGAL_GENERATION, FENCED_INSTANCE_ID, INCONSISTENT_GROUP_PROTOCOL, VERSION_CONFLICT, INVALID_RECORD_STATE */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OFFSET_OUT_OF_RANGE */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledgeEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Group name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                 * @example billing
                 */
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ack": [
                 *         {
                 *           "topic": "images",
                 *           "partition": 0,
                 *           "offset": 41,
                 *           "attempt": 1
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Only what this member holds; default: whoever holds it
                     * @example worker-1
                     */
                    memberId?: string;
                    /** @description Done: they never come again */
                    ack?: {
                        /** @example images */
                        topic: string;
                        /** @example 0 */
                        partition: number;
                        /** @example 41 */
                        offset: number;
                        /**
                         * @description As the fetch gave it
                         * @example 1
                         */
                        attempt: number;
                    }[];
                    /** @description Returned: another worker gets them, or, after maxAttempts, the dead letter topic */
                    nack?: {
                        /** @example images */
                        topic: string;
                        /** @example 0 */
                        partition: number;
                        /** @example 41 */
                        offset: number;
                        /**
                         * @description As the fetch gave it
                         * @example 1
                         */
                        attempt: number;
                        /**
                         * @description Due again after this, ms; default 0
                         * @example 60000
                         */
                        delayMs?: number;
                    }[];
                    /** @description Still being worked on */
                    extend?: {
                        /** @example images */
                        topic: string;
                        /** @example 0 */
                        partition: number;
                        /** @example 41 */
                        offset: number;
                        /**
                         * @description As the fetch gave it
                         * @example 1
                         */
                        attempt: number;
                        /**
                         * @description Held for so long from now, ms
                         * @example 30000
                         */
                        leaseMs: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "group": "resizers",
                     *       "ack": 1,
                     *       "nack": 1,
                     *       "extend": 1
                     *     }
                     */
                    "application/json": {
                        /** @example resizers */
                        group: string;
                        /**
                         * @description How many events were finished
                         * @example 1
                         */
                        ack: number;
                        /**
                         * @description How many events were returned
                         * @example 1
                         */
                        nack: number;
                        /**
                         * @description How many events were held on to
                         * @example 1
                         */
                        extend: number;
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description GROUP_ID_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_RECORD_STATE, INCONSISTENT_GROUP_PROTOCOL, VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setGroupOffsets: {
        parameters: {
            query?: {
                /**
                 * @description Of a seek: only count, nothing is changed
                 * @example true
                 */
                dryRun?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Group name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                 * @example billing
                 */
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "memberId": "member-9f1b6ad4-2c1f-4a55-8d0e-6f3b2a7c5e10",
                 *       "generation": 3,
                 *       "offsets": [
                 *         {
                 *           "topic": "orders",
                 *           "partition": 0,
                 *           "offset": 1042
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * @description To be sent with the next fetch
                     * @example member-9f1b6ad4-2c1f-4a55-8d0e-6f3b2a7c5e10
                     */
                    memberId: string;
                    /**
                     * @description Goes up with each change of the members, or of what each of them is to have
                     * @example 3
                     */
                    generation: number;
                    offsets: {
                        /** @example orders */
                        topic: string;
                        /** @example 0 */
                        partition: number;
                        /**
                         * @description The next offset that is needed
                         * @example 1042
                         */
                        offset: number;
                    }[];
                } | ({
                    /** @example earliest */
                    to: "earliest" | "latest";
                    /**
                     * @description Only these of its topics, by name
                     * @example [
                     *       "orders"
                     *     ]
                     */
                    topics?: string[];
                } | {
                    /**
                     * @description To the first event at or after it, milliseconds since the epoch
                     * @example 1767225600000
                     */
                    timestamp: number;
                    /**
                     * @description Only these of its topics, by name
                     * @example [
                     *       "orders"
                     *     ]
                     */
                    topics?: string[];
                } | {
                    /** @description Each partition once */
                    offsets: {
                        /** @example orders */
                        topic: string;
                        /** @example 0 */
                        partition: number;
                        /** @example 1000 */
                        offset: number;
                    }[];
                });
            };
        };
        responses: {
            /** @description What is committed now, or what the seek came to */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "offsets": [
                     *         {
                     *           "topic": "orders",
                     *           "partition": 0,
                     *           "offset": 1042
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @description What is committed now */
                        offsets: {
                            /** @example orders */
                            topic: string;
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description The next offset that is needed
                             * @example 1042
                             */
                            offset: number;
                        }[];
                    } | {
                        /**
                         * @description Nothing was changed
                         * @example false
                         */
                        dryRun: boolean;
                        /**
                         * @description Events from the new offset up to the committed one: they are sent again
                         * @example 40
                         */
                        replayed: number;
                        /**
                         * @description Events that were not delivered and will not be: from the committed offset up to the new one, and those below the new one that were under way or waited for their next attempt
                         * @example 0
                         */
                        skipped: number;
                        offsets: {
                            /** @example orders */
                            topic: string;
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description Before the seek
                             * @example 1040
                             */
                            committedOffset: number;
                            /**
                             * @description The next event is this one
                             * @example 1000
                             */
                            newOffset: number;
                            /**
                             * @description Events from the new offset up to the committed one: they are sent again
                             * @example 40
                             */
                            replayed: number;
                            /**
                             * @description Events that were not delivered and will not be: from the committed offset up to the new one, and those below the new one that were under way or waited for their next attempt
                             * @example 0
                             */
                            skipped: number;
                        }[];
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description GROUP_ID_NOT_FOUND, UNKNOWN_TOPIC_OR_PARTITION */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ILLEGAL_GENERATION, FENCED_INSTANCE_ID, NON_EMPTY_GROUP, INCONSISTENT_GROUP_PROTOCOL, VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OFFSET_OUT_OF_RANGE */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listGroups: {
        parameters: {
            query?: {
                /**
                 * @description Items at most; default 100
                 * @example 20
                 */
                limit?: number;
                /**
                 * @description Only names after this one
                 * @example billing
                 */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of groups */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "group": "billing",
                     *           "mode": "exclusive",
                     *           "state": "stable",
                     *           "generation": 3,
                     *           "memberCount": 2
                     *         }
                     *       ],
                     *       "next": "billing"
                     *     }
                     */
                    "application/json": {
                        items: {
                            /**
                             * @description Group name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                             * @example billing
                             */
                            group: string;
                            /**
                             * @description exclusive: each partition has one member at a time; shared: a work queue, each event goes to one worker at a time until one of them acknowledges it
                             * @default exclusive
                             * @example exclusive
                             */
                            mode: "exclusive" | "shared";
                            /**
                             * @description rebalancing: some partition has to be let go of by one member for another; push: an active subscription
                             * @example stable
                             */
                            state: "empty" | "stable" | "rebalancing" | "push";
                            /**
                             * @description Goes up with each change of the members, or of what each of them is to have
                             * @example 3
                             */
                            generation: number;
                            /** @example 2 */
                            memberCount: number;
                        }[];
                        /**
                         * @description There are more: ask again with this as `after`
                         * @example billing
                         */
                        next?: string;
                    };
                };
            };
            /** @description INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Group name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                 * @example billing
                 */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "group": "billing",
                     *       "mode": "exclusive",
                     *       "state": "stable",
                     *       "generation": 3,
                     *       "members": [
                     *         {
                     *           "memberId": "member-9f1b6ad4-2c1f-4a55-8d0e-6f3b2a7c5e10",
                     *           "instanceId": "worker-1",
                     *           "topics": [
                     *             "orders",
                     *             "returns.*"
                     *           ],
                     *           "sessionTimeoutMs": 30000,
                     *           "assignment": [
                     *             {
                     *               "topic": "orders",
                     *               "partition": 0
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "offsets": [
                     *         {
                     *           "topic": "orders",
                     *           "partition": 0,
                     *           "committedOffset": 1040,
                     *           "highWatermark": 1042,
                     *           "lag": 2,
                     *           "lagMs": 180,
                     *           "parked": 3,
                     *           "lost": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Group name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                         * @example billing
                         */
                        group: string;
                        /**
                         * @description exclusive: each partition has one member at a time; shared: a work queue, each event goes to one worker at a time until one of them acknowledges it
                         * @default exclusive
                         * @example exclusive
                         */
                        mode: "exclusive" | "shared";
                        /**
                         * @description empty, stable, rebalancing or push
                         * @example stable
                         */
                        state: string;
                        /**
                         * @description Goes up with each change of the members, or of what each of them is to have
                         * @example 3
                         */
                        generation: number;
                        members: {
                            /**
                             * @description To be sent with the next fetch
                             * @example member-9f1b6ad4-2c1f-4a55-8d0e-6f3b2a7c5e10
                             */
                            memberId: string;
                            /** @example worker-1 */
                            instanceId?: string;
                            /**
                             * @description Topic names, or prefixes written with a "*" at the end
                             * @example [
                             *       "orders",
                             *       "returns.*"
                             *     ]
                             */
                            topics: string[];
                            /**
                             * @description A member that makes no call for so long has left, ms. It runs from the end of a call: waiting counts as alive
                             * @default 30000
                             * @example 30000
                             */
                            sessionTimeoutMs: number;
                            /** @description The member's partitions */
                            assignment: {
                                /** @example orders */
                                topic: string;
                                /** @example 0 */
                                partition: number;
                            }[];
                        }[];
                        offsets: {
                            /** @example orders */
                            topic: string;
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description The next offset that the group needs
                             * @example 1040
                             */
                            committedOffset: number;
                            /** @example 1042 */
                            highWatermark: number;
                            /**
                             * @description Events
                             * @example 2
                             */
                            lag: number;
                            /**
                             * @description Age of the oldest of them
                             * @example 180
                             */
                            lagMs: number;
                            /**
                             * @description Shared: unfinished below the committed offset: handed out, or due for another attempt
                             * @example 3
                             */
                            parked?: number;
                            /**
                             * @description Events that a trim or retention deleted before they were handed out, in all
                             * @example 0
                             */
                            lost: number;
                        }[];
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description GROUP_ID_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Group name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                 * @example billing
                 */
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description GROUP_ID_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NON_EMPTY_GROUP, INCONSISTENT_GROUP_PROTOCOL, VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteGroupMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Group name: ^[A-Za-z0-9._-]{1,249}$; a leading "_" is the bus's own
                 * @example billing
                 */
                group: string;
                /**
                 * @description As its fetch answered it
                 * @example member-9f1b6ad4-2c1f-4a55-8d0e-6f3b2a7c5e10
                 */
                memberId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is no member any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description GROUP_ID_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ILLEGAL_GENERATION, FENCED_INSTANCE_ID, VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "billing",
                     *       "topics": [
                     *         "orders",
                     *         "returns.*"
                     *       ],
                     *       "start": "earliest",
                     *       "ordering": "key",
                     *       "batch": {
                     *         "maxEvents": 100,
                     *         "lingerMs": 20
                     *       },
                     *       "retry": {
                     *         "scheduleMs": [
                     *           5000,
                     *           300000
                     *         ]
                     *       },
                     *       "verify": "ping",
                     *       "maxInFlight": 32,
                     *       "filter": {
                     *         "match": {
                     *           "/total": {
                     *             "gt": 10
                     *           },
                     *           "/currency": "EUR"
                     *         }
                     *       },
                     *       "format": "cloudevents-structured",
                     *       "eventHeaders": {
                     *         "include": [
                     *           "region"
                     *         ],
                     *         "prefix": "x-shop-"
                     *       },
                     *       "busHeaders": "all",
                     *       "rateLimit": {
                     *         "requests": 50,
                     *         "perMs": 1000
                     *       },
                     *       "disableAfterMs": 432000000,
                     *       "replies": {
                     *         "topics": [
                     *           "invoices"
                     *         ],
                     *         "topic": "invoices",
                     *         "maxEvents": 100,
                     *         "maxBytes": 65536
                     *       },
                     *       "endpoint": {
                     *         "url": "https://example.com/hook",
                     *         "headers": {
                     *           "x-tenant": "acme"
                     *         },
                     *         "timeoutMs": 15000,
                     *         "proxy": "http://user@proxy.example.com:3128",
                     *         "http2": true,
                     *         "auth": {
                     *           "type": "basic",
                     *           "username": "billing"
                     *         },
                     *         "tls": {
                     *           "serverName": "example.com"
                     *         }
                     *       },
                     *       "certificateExpiresAt": 4733510400000,
                     *       "verification": {
                     *         "state": "verified",
                     *         "at": 1767225600000,
                     *         "detail": "the endpoint answered the ping with 204"
                     *       },
                     *       "state": "active",
                     *       "reason": "paused by a call",
                     *       "listener": {
                     *         "since": 1767225600000
                     *       },
                     *       "offsets": [
                     *         {
                     *           "topic": "orders",
                     *           "partition": 0,
                     *           "committedOffset": 1040,
                     *           "highWatermark": 1042,
                     *           "lag": 2,
                     *           "lagMs": 180,
                     *           "parked": 0,
                     *           "lost": 0
                     *         }
                     *       ],
                     *       "replays": [
                     *         {
                     *           "id": "b2c7f0de-6f3b-4d1a-8e57-c0b6e921a4f0",
                     *           "at": 1767225600000,
                     *           "replayed": 30,
                     *           "remaining": 10,
                     *           "parked": 0,
                     *           "lost": 0,
                     *           "ranges": [
                     *             {
                     *               "topic": "orders",
                     *               "partition": 0,
                     *               "from": 1000,
                     *               "to": 1040,
                     *               "committedOffset": 1030,
                     *               "parked": 0
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "redrives": [
                     *         {
                     *           "id": "0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11",
                     *           "at": 1767225600000,
                     *           "events": 12,
                     *           "remaining": 8,
                     *           "parked": 1,
                     *           "ratePerSecond": 50
                     *         }
                     *       ],
                     *       "health": {
                     *         "state": "closed",
                     *         "since": 1767225600000,
                     *         "failureRate": 0,
                     *         "inFlightLimit": 32,
                     *         "nextProbeAt": 1767225601000,
                     *         "failingSince": 1767225600000
                     *       },
                     *       "secrets": [
                     *         {
                     *           "id": "5f0c2d9b8e1a4736",
                     *           "algorithm": "hmac",
                     *           "createdAt": 1767225600000,
                     *           "expiresAt": 1767312000000,
                     *           "publicKey": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                     *           "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
                     *         }
                     *       ],
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                         * @example billing
                         */
                        name: string;
                        /**
                         * @description Topic names, or prefixes written with a "*" at the end
                         * @example [
                         *       "orders",
                         *       "returns.*"
                         *     ]
                         */
                        topics: string[];
                        /**
                         * @description Where it begins in topics that it does not yet receive
                         * @default latest
                         * @example earliest
                         */
                        start: "latest" | "earliest" | {
                            /** @description Milliseconds since the epoch */
                            timestamp: number;
                        } | {
                            offsets: {
                                [key: string]: {
                                    [key: string]: number;
                                };
                            };
                        };
                        /**
                         * @description What stays in order whatever fails
                         * @default key
                         * @example key
                         */
                        ordering: "key" | "partition" | "none";
                        /**
                         * @description More than one event a request, in one body. `maxBytes` counts that body; one event is sent whatever its size. The headers `posthorn-offset`, `posthorn-last-offset` and `posthorn-count` say what it holds, and where a filter left out events in between, `posthorn-offsets` lists the runs (`10-14,20`). An answer with `posthorn-acked-through: <offset>` acknowledges the events up to that offset, whatever its status but 410; the rest is sent again as a batch of its own, with the retry schedule from its beginning. Nothing is acknowledged by an offset that was not sent
                         * @example {
                         *       "maxEvents": 100,
                         *       "lingerMs": 20
                         *     }
                         */
                        batch?: {
                            /** @default 1 */
                            maxEvents: number;
                            /** @default 1048576 */
                            maxBytes: number;
                            /** @default 0 */
                            lingerMs: number;
                        };
                        /**
                         * @description When a failed delivery is tried again
                         * @example {
                         *       "scheduleMs": [
                         *         5000,
                         *         300000
                         *       ]
                         *     }
                         */
                        retry?: {
                            /**
                             * @default [
                             *       5000,
                             *       300000,
                             *       1800000,
                             *       7200000,
                             *       18000000,
                             *       36000000,
                             *       50400000,
                             *       72000000,
                             *       86400000
                             *     ]
                             */
                            scheduleMs: number[];
                            /** @default 0.2 */
                            jitter: number;
                            maxAgeMs?: number;
                            /** @default 3 */
                            clientErrorAttempts: number;
                        };
                        /**
                         * @description How the endpoint shows that it agrees before anything is sent: a 2xx to a signed POST with `posthorn-verification: ping`, or the handshake of CloudEvents (OPTIONS). Asked again where this or the URL changes
                         * @default none
                         * @example ping
                         */
                        verify: "none" | "ping" | "options";
                        /**
                         * @description Requests that run at once, at most: fewer while the endpoint answers 429, 503 or not in time, or plainly has a queue
                         * @default 32
                         * @example 32
                         */
                        maxInFlight: number;
                        /**
                         * @description Which events it wants: the others cost no request, and move its offsets. A filter is an object with one dialect, or a list of such objects, which all must hold. `match`: JSON pointers into the value, each with a condition; a value that is not JSON never matches. `key`: a condition on the key. `headers`: header names, each with a condition. A condition is a string, number, boolean or null, which must be equal (integers of 64 bits are not rounded), or an object of `eq`, `ne` (also where there is nothing), `in`, `gt`, `gte`, `lt`, `lte`, `prefix`, `suffix`, `exists` and `anything-but` (there is something else), which hold together. `exact`, `prefix`, `suffix`: attributes of a CloudEvent, each with a text; other events have none. `sql`: an expression of CloudEvents SQL 1.0 over such attributes, all of them texts; it must come out as true. `all`, `any`: a list of filters; `not`: a filter. An event for which it can't be evaluated does not pass. Another filter holds from the next event on; what was taken stays owed as it was. Integers go to 2^53 - 1 here. Fetches by its name, while it is paused, are filtered too; `lag` and `lost` count all events
                         * @example {
                         *       "match": {
                         *         "/total": {
                         *           "gt": 10
                         *         },
                         *         "/currency": "EUR"
                         *       }
                         *     }
                         */
                        filter?: unknown;
                        /**
                         * @description `raw`: the value alone, as it was produced; of a batch, a value a line. `ndjson`: a value a line, also of one event. `json-array`: the values in an array. In these three a tombstone, and a value that is not JSON, comes in a request of its own, as in `raw`. `cloudevents-binary`, `cloudevents-structured`: one event a request, with `batch.maxEvents` 1. `cloudevents-batch`: an array of structured CloudEvents. Each JSON value is in them as the very bytes that were produced; other bytes are `data_base64`, or a string where they are text in UTF-8; a tombstone is `"data": null`. A CloudEvent keeps its attributes; any other event gets an `id` of its place in the log, the `source` `/v1/topics/{topic}`, the topic as `type`, its `time`, and its key as `partitionkey`
                         * @default raw
                         * @example cloudevents-structured
                         */
                        format: "raw" | "ndjson" | "json-array" | "cloudevents-binary" | "cloudevents-structured" | "cloudevents-batch";
                        /**
                         * @description Which of an event's own headers are sent with it, and under what names. `traceparent` always is. A batch has none
                         * @example {
                         *       "include": [
                         *         "region"
                         *       ],
                         *       "prefix": "x-shop-"
                         *     }
                         */
                        eventHeaders?: {
                            /** @default all */
                            include: "all" | "none" | string[];
                            /** @description Put before the name of each */
                            prefix?: string;
                        };
                        /**
                         * @description Which of the bus's own headers are sent, beside `webhook-id`, `webhook-timestamp`, `webhook-signature` and `traceparent`, which always are
                         * @default all
                         * @example all
                         */
                        busHeaders: "all" | "none" | ("posthorn-subscription" | "posthorn-topic" | "posthorn-partition" | "posthorn-offset" | "posthorn-last-offset" | "posthorn-offsets" | "posthorn-count" | "posthorn-previous-offset" | "posthorn-key" | "posthorn-timestamp" | "posthorn-tombstone" | "posthorn-attempt" | "posthorn-replay")[];
                        /**
                         * @description At most so many requests in so long, retries and probes among them. Default: no limit
                         * @example {
                         *       "requests": 50,
                         *       "perMs": 1000
                         *     }
                         */
                        rateLimit?: {
                            /** @example 50 */
                            requests: number;
                            /**
                             * @description Milliseconds
                             * @default 1000
                             * @example 1000
                             */
                            perMs: number;
                            /**
                             * @description How many may begin at once; default: what 100 ms give
                             * @example 5
                             */
                            burst?: number;
                        };
                        /**
                         * @description The subscription is paused when for so long no request has succeeded; -1: never
                         * @default 432000000
                         * @example 432000000
                         */
                        disableAfterMs: number;
                        /** @description A 2xx answer may carry events: CloudEvents (`ce-*` headers, application/cloudevents+json or -batch+json), or application/json `{"produce":[{"topic","value","key"?, ...}]}` with the fields of POST .../batches. They are appended in one commit with the progress of the delivery, exactly once, with headers `reply-of-subscription -topic -partition -offset`. A reply that can not be appended (unknown topic, refused by its schema, malformed, too large) is a failed attempt of phase `reply`. 204, an empty answer, and any other one, carry none */
                        replies?: {
                            /**
                             * @description Where replies may go: topic names, or prefixes written with a "*" at the end (of dead letter topics none). One of the topics that it receives is allowed: then its replies come back to it
                             * @example [
                             *       "invoices"
                             *     ]
                             */
                            topics: string[];
                            /**
                             * @description Where CloudEvents go, which name no topic. Default: the one of `topics`, where it is one name
                             * @example invoices
                             */
                            topic?: string;
                            /**
                             * @description Of one answer, at most 10000
                             * @default 1000
                             * @example 100
                             */
                            maxEvents: number;
                            /**
                             * @description Of one answer's body, at most 4194304
                             * @default 262144
                             * @example 65536
                             */
                            maxBytes: number;
                        };
                        endpoint: {
                            /**
                             * @description http or https
                             * @example https://example.com/hook
                             */
                            url?: string;
                            /** @description In the place of `url`, for development: deliveries go to a listener (`posthorn listen`) alone. While there is none the subscription rests: its lag grows, and nothing fails */
                            listen?: boolean;
                            /**
                             * @description Sent with every request, and shown: credentials belong into auth
                             * @example {
                             *       "x-tenant": "acme"
                             *     }
                             */
                            headers?: {
                                [key: string]: string;
                            };
                            /**
                             * @description For one whole attempt, in milliseconds
                             * @default 15000
                             * @example 15000
                             */
                            timeoutMs: number;
                            /**
                             * @description http or https URL of a proxy, with its user and password, that a tunnel (CONNECT) is asked of; "none": not even that of POSTHORN_PROXY. Shown without the password
                             * @example http://user@proxy.example.com:3128
                             */
                            proxy?: string;
                            /**
                             * @description Whether HTTP/2 is spoken where the endpoint offers it
                             * @default true
                             * @example true
                             */
                            http2: boolean;
                            /**
                             * @example {
                             *       "type": "basic",
                             *       "username": "billing"
                             *     }
                             */
                            auth?: {
                                /** @enum {string} */
                                type: "oauth2";
                                /** @description Asked for a token by client credentials (RFC 6749, 4.4) */
                                tokenUrl: string;
                                clientId: string;
                                /** @description Scopes, with spaces between them */
                                scope?: string;
                                /** @description Sent along where the token endpoint wants one */
                                audience?: string;
                                /**
                                 * @description Where the client id and secret stand in the request for a token
                                 * @default basic
                                 */
                                style: "basic" | "body";
                            } | {
                                /** @enum {string} */
                                type: "basic";
                                username: string;
                            } | {
                                /** @enum {string} */
                                type: "bearer";
                            };
                            /**
                             * @example {
                             *       "serverName": "example.com"
                             *     }
                             */
                            tls?: {
                                /** @description PEM: the client certificate, and those between it and its root */
                                certificate?: string;
                                /** @description PEM: roots that are trusted in place of the public ones */
                                ca?: string;
                                /** @description The name that is asked for and proven, where it is not the URL's */
                                serverName?: string;
                            };
                        };
                        /**
                         * @description When the client certificate ends, milliseconds since the epoch
                         * @example 4733510400000
                         */
                        certificateExpiresAt?: number;
                        /**
                         * @example {
                         *       "state": "verified",
                         *       "at": 1767225600000,
                         *       "detail": "the endpoint answered the ping with 204"
                         *     }
                         */
                        verification?: {
                            state: "pending" | "verified" | "failed";
                            /** @description Milliseconds since the epoch */
                            at: number;
                            /** @description What was answered */
                            detail: string;
                            /** @description Requests a minute that the endpoint allows: deliveries keep to it */
                            allowedRatePerMinute?: number;
                        };
                        /** @example active */
                        state: "active" | "paused";
                        /**
                         * @description Why it is paused, or rests
                         * @example paused by a call
                         */
                        reason?: string;
                        /** @description While a listener is attached: deliveries go to it and not to the URL */
                        listener?: {
                            /**
                             * @description Milliseconds since the epoch
                             * @example 1767225600000
                             */
                            since: number;
                        };
                        offsets: {
                            /** @example orders */
                            topic: string;
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description Everything below is delivered or parked
                             * @example 1040
                             */
                            committedOffset: number;
                            /** @example 1042 */
                            highWatermark: number;
                            /**
                             * @description Events
                             * @example 2
                             */
                            lag: number;
                            /**
                             * @description Age of the oldest of them
                             * @example 180
                             */
                            lagMs: number;
                            /**
                             * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                             * @example 0
                             */
                            parked: number;
                            /**
                             * @description Events that a trim or retention deleted before they were delivered, in all
                             * @example 0
                             */
                            lost: number;
                        }[];
                        /** @description The replays that run, oldest first; 8 at most */
                        replays: {
                            /**
                             * @description The id of a replay, as the seek answered it
                             * @example b2c7f0de-6f3b-4d1a-8e57-c0b6e921a4f0
                             */
                            id: string;
                            /**
                             * @description When it was begun, milliseconds since the epoch
                             * @example 1767225600000
                             */
                            at: number;
                            /**
                             * @description Events below its committed offsets
                             * @example 30
                             */
                            replayed: number;
                            /**
                             * @description Events from there on
                             * @example 10
                             */
                            remaining: number;
                            /**
                             * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                             * @example 0
                             */
                            parked: number;
                            /**
                             * @description Events that a trim or retention deleted before they were replayed
                             * @example 0
                             */
                            lost: number;
                            ranges: {
                                /** @example orders */
                                topic: string;
                                /** @example 0 */
                                partition: number;
                                /**
                                 * @description First offset
                                 * @example 1000
                                 */
                                from: number;
                                /**
                                 * @description First offset that is no longer part of it
                                 * @example 1040
                                 */
                                to: number;
                                /**
                                 * @description Everything below is delivered or parked
                                 * @example 1030
                                 */
                                committedOffset: number;
                                /**
                                 * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                                 * @example 0
                                 */
                                parked: number;
                            }[];
                        }[];
                        /** @description The redrives that run, oldest first; with the replays 8 at most */
                        redrives: {
                            /**
                             * @description The id of a redrive, as the call that began it answered it
                             * @example 0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11
                             */
                            id: string;
                            /**
                             * @description When it was begun, milliseconds since the epoch
                             * @example 1767225600000
                             */
                            at: number;
                            /**
                             * @description Dead letters
                             * @example 12
                             */
                            events: number;
                            /**
                             * @description Of them, those that it has not come to
                             * @example 8
                             */
                            remaining: number;
                            /**
                             * @description Unfinished deliveries among the others: under way, or waiting for their next attempt
                             * @example 1
                             */
                            parked: number;
                            /**
                             * @description Dead letters that it takes a second, at most; default: as fast as the endpoint and the limits allow
                             * @example 50
                             */
                            ratePerSecond?: number;
                        }[];
                        /** @description Of the endpoint. What is not kept over a restart is shown while the subscription is active */
                        health: {
                            /**
                             * @description `closed`: it is well. `open`: it is plainly down; one probe at a time is sent, with growing pauses, and lag grows. `half-open`: a probe has succeeded; a few more must
                             * @example closed
                             */
                            state: "closed" | "open" | "half-open";
                            /**
                             * @description Milliseconds since the epoch
                             * @example 1767225600000
                             */
                            since?: number;
                            /**
                             * @description Share of the requests of the last 30 seconds that failed
                             * @example 0
                             */
                            failureRate?: number;
                            /**
                             * @description Requests that may run at once now, up to `maxInFlight`
                             * @example 32
                             */
                            inFlightLimit?: number;
                            /**
                             * @description Nothing is sent before
                             * @example 1767225601000
                             */
                            nextProbeAt?: number;
                            /**
                             * @description No request has succeeded since
                             * @example 1767225600000
                             */
                            failingSince?: number;
                        };
                        /** @description Those that sign now, newest first, without the secrets themselves */
                        secrets: {
                            /** @example 5f0c2d9b8e1a4736 */
                            id: string;
                            /** @example hmac */
                            algorithm: "hmac" | "ed25519";
                            /**
                             * @description Milliseconds since the epoch; absent of one that an older version stored
                             * @example 1767225600000
                             */
                            createdAt?: number;
                            /**
                             * @description It signs until then; absent of the newest
                             * @example 1767312000000
                             */
                            expiresAt?: number;
                            /**
                             * @description Of ed25519: `whpk_` and the base64 of the public key
                             * @example whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
                             */
                            publicKey?: string;
                            /**
                             * @description Of ed25519: its name in /.well-known/jwks.json (RFC 7638)
                             * @example kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
                             */
                            kid?: string;
                        }[];
                        /**
                         * @description Of HMAC, in this answer alone; a private key is never shown
                         * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
                         */
                        secret?: string;
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "topics": [
                 *         "orders"
                 *       ],
                 *       "endpoint": {
                 *         "url": "https://example.com/hook"
                 *       }
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Topic names, or prefixes written with a "*" at the end
                     * @example [
                     *       "orders",
                     *       "returns.*"
                     *     ]
                     */
                    topics: string[];
                    /**
                     * @description Where it begins in topics that it does not yet receive
                     * @default latest
                     * @example earliest
                     */
                    start?: "latest" | "earliest" | {
                        /** @description Milliseconds since the epoch */
                        timestamp: number;
                    } | {
                        offsets: {
                            [key: string]: {
                                [key: string]: number;
                            };
                        };
                    };
                    /**
                     * @description What stays in order whatever fails
                     * @default key
                     * @example key
                     */
                    ordering?: "key" | "partition" | "none";
                    /**
                     * @description More than one event a request, in one body. `maxBytes` counts that body; one event is sent whatever its size. The headers `posthorn-offset`, `posthorn-last-offset` and `posthorn-count` say what it holds, and where a filter left out events in between, `posthorn-offsets` lists the runs (`10-14,20`). An answer with `posthorn-acked-through: <offset>` acknowledges the events up to that offset, whatever its status but 410; the rest is sent again as a batch of its own, with the retry schedule from its beginning. Nothing is acknowledged by an offset that was not sent
                     * @example {
                     *       "maxEvents": 100,
                     *       "lingerMs": 20
                     *     }
                     */
                    batch?: {
                        /** @default 1 */
                        maxEvents?: number;
                        /** @default 1048576 */
                        maxBytes?: number;
                        /** @default 0 */
                        lingerMs?: number;
                    };
                    /**
                     * @description When a failed delivery is tried again
                     * @example {
                     *       "scheduleMs": [
                     *         5000,
                     *         300000
                     *       ]
                     *     }
                     */
                    retry?: {
                        /**
                         * @default [
                         *       5000,
                         *       300000,
                         *       1800000,
                         *       7200000,
                         *       18000000,
                         *       36000000,
                         *       50400000,
                         *       72000000,
                         *       86400000
                         *     ]
                         */
                        scheduleMs?: number[];
                        /** @default 0.2 */
                        jitter?: number;
                        maxAgeMs?: number;
                        /** @default 3 */
                        clientErrorAttempts?: number;
                    };
                    /**
                     * @description How the endpoint shows that it agrees before anything is sent: a 2xx to a signed POST with `posthorn-verification: ping`, or the handshake of CloudEvents (OPTIONS). Asked again where this or the URL changes
                     * @default none
                     * @example ping
                     */
                    verify?: "none" | "ping" | "options";
                    /**
                     * @description Requests that run at once, at most: fewer while the endpoint answers 429, 503 or not in time, or plainly has a queue
                     * @default 32
                     * @example 32
                     */
                    maxInFlight?: number;
                    /**
                     * @description Which events it wants: the others cost no request, and move its offsets. A filter is an object with one dialect, or a list of such objects, which all must hold. `match`: JSON pointers into the value, each with a condition; a value that is not JSON never matches. `key`: a condition on the key. `headers`: header names, each with a condition. A condition is a string, number, boolean or null, which must be equal (integers of 64 bits are not rounded), or an object of `eq`, `ne` (also where there is nothing), `in`, `gt`, `gte`, `lt`, `lte`, `prefix`, `suffix`, `exists` and `anything-but` (there is something else), which hold together. `exact`, `prefix`, `suffix`: attributes of a CloudEvent, each with a text; other events have none. `sql`: an expression of CloudEvents SQL 1.0 over such attributes, all of them texts; it must come out as true. `all`, `any`: a list of filters; `not`: a filter. An event for which it can't be evaluated does not pass. Another filter holds from the next event on; what was taken stays owed as it was. Integers go to 2^53 - 1 here. Fetches by its name, while it is paused, are filtered too; `lag` and `lost` count all events
                     * @example {
                     *       "match": {
                     *         "/total": {
                     *           "gt": 10
                     *         },
                     *         "/currency": "EUR"
                     *       }
                     *     }
                     */
                    filter?: unknown;
                    /**
                     * @description `raw`: the value alone, as it was produced; of a batch, a value a line. `ndjson`: a value a line, also of one event. `json-array`: the values in an array. In these three a tombstone, and a value that is not JSON, comes in a request of its own, as in `raw`. `cloudevents-binary`, `cloudevents-structured`: one event a request, with `batch.maxEvents` 1. `cloudevents-batch`: an array of structured CloudEvents. Each JSON value is in them as the very bytes that were produced; other bytes are `data_base64`, or a string where they are text in UTF-8; a tombstone is `"data": null`. A CloudEvent keeps its attributes; any other event gets an `id` of its place in the log, the `source` `/v1/topics/{topic}`, the topic as `type`, its `time`, and its key as `partitionkey`
                     * @default raw
                     * @example cloudevents-structured
                     */
                    format?: "raw" | "ndjson" | "json-array" | "cloudevents-binary" | "cloudevents-structured" | "cloudevents-batch";
                    /**
                     * @description Which of an event's own headers are sent with it, and under what names. `traceparent` always is. A batch has none
                     * @example {
                     *       "include": [
                     *         "region"
                     *       ],
                     *       "prefix": "x-shop-"
                     *     }
                     */
                    eventHeaders?: {
                        /** @default all */
                        include?: "all" | "none" | string[];
                        /** @description Put before the name of each */
                        prefix?: string;
                    };
                    /**
                     * @description Which of the bus's own headers are sent, beside `webhook-id`, `webhook-timestamp`, `webhook-signature` and `traceparent`, which always are
                     * @default all
                     * @example all
                     */
                    busHeaders?: "all" | "none" | ("posthorn-subscription" | "posthorn-topic" | "posthorn-partition" | "posthorn-offset" | "posthorn-last-offset" | "posthorn-offsets" | "posthorn-count" | "posthorn-previous-offset" | "posthorn-key" | "posthorn-timestamp" | "posthorn-tombstone" | "posthorn-attempt" | "posthorn-replay")[];
                    /**
                     * @description At most so many requests in so long, retries and probes among them. Default: no limit
                     * @example {
                     *       "requests": 50,
                     *       "perMs": 1000
                     *     }
                     */
                    rateLimit?: {
                        /** @example 50 */
                        requests: number;
                        /**
                         * @description Milliseconds
                         * @default 1000
                         * @example 1000
                         */
                        perMs?: number;
                        /**
                         * @description How many may begin at once; default: what 100 ms give
                         * @example 5
                         */
                        burst?: number;
                    };
                    /**
                     * @description The subscription is paused when for so long no request has succeeded; -1: never
                     * @default 432000000
                     * @example 432000000
                     */
                    disableAfterMs?: number;
                    /** @description A 2xx answer may carry events: CloudEvents (`ce-*` headers, application/cloudevents+json or -batch+json), or application/json `{"produce":[{"topic","value","key"?, ...}]}` with the fields of POST .../batches. They are appended in one commit with the progress of the delivery, exactly once, with headers `reply-of-subscription -topic -partition -offset`. A reply that can not be appended (unknown topic, refused by its schema, malformed, too large) is a failed attempt of phase `reply`. 204, an empty answer, and any other one, carry none */
                    replies?: {
                        /**
                         * @description Where replies may go: topic names, or prefixes written with a "*" at the end (of dead letter topics none). One of the topics that it receives is allowed: then its replies come back to it
                         * @example [
                         *       "invoices"
                         *     ]
                         */
                        topics: string[];
                        /**
                         * @description Where CloudEvents go, which name no topic. Default: the one of `topics`, where it is one name
                         * @example invoices
                         */
                        topic?: string;
                        /**
                         * @description Of one answer, at most 10000
                         * @default 1000
                         * @example 100
                         */
                        maxEvents?: number;
                        /**
                         * @description Of one answer's body, at most 4194304
                         * @default 262144
                         * @example 65536
                         */
                        maxBytes?: number;
                    };
                    endpoint: {
                        /**
                         * @description http or https
                         * @example https://example.com/hook
                         */
                        url?: string;
                        /** @description In the place of `url`, for development: deliveries go to a listener (`posthorn listen`) alone. While there is none the subscription rests: its lag grows, and nothing fails */
                        listen?: boolean;
                        /**
                         * @description Sent with every request, and shown: credentials belong into auth
                         * @example {
                         *       "x-tenant": "acme"
                         *     }
                         */
                        headers?: {
                            [key: string]: string;
                        };
                        /**
                         * @description For one whole attempt, in milliseconds
                         * @default 15000
                         * @example 15000
                         */
                        timeoutMs?: number;
                        /**
                         * @description http or https URL of a proxy, with its user and password, that a tunnel (CONNECT) is asked of; "none": not even that of POSTHORN_PROXY. Shown without the password
                         * @example http://user@proxy.example.com:3128
                         */
                        proxy?: string;
                        /**
                         * @description Whether HTTP/2 is spoken where the endpoint offers it
                         * @default true
                         * @example true
                         */
                        http2?: boolean;
                        /**
                         * @description What the endpoint knows the bus by
                         * @example {
                         *       "type": "basic",
                         *       "username": "billing"
                         *     }
                         */
                        auth?: {
                            /** @enum {string} */
                            type: "basic";
                            username: string;
                            /** @description Never shown; left out, the stored one stays while it is the same credential for the same origin */
                            password?: string;
                        } | {
                            /** @enum {string} */
                            type: "bearer";
                            /** @description Never shown; left out, the stored one stays while it is the same credential for the same origin */
                            token?: string;
                        } | {
                            /** @enum {string} */
                            type: "oauth2";
                            /** @description Asked for a token by client credentials (RFC 6749, 4.4) */
                            tokenUrl: string;
                            clientId: string;
                            /** @description Scopes, with spaces between them */
                            scope?: string;
                            /** @description Sent along where the token endpoint wants one */
                            audience?: string;
                            /**
                             * @description Where the client id and secret stand in the request for a token
                             * @default basic
                             */
                            style?: "basic" | "body";
                            /** @description Never shown; left out, the stored one stays while it is the same credential for the same origin */
                            clientSecret?: string;
                        };
                        /**
                         * @description Only over https
                         * @example {
                         *       "serverName": "example.com"
                         *     }
                         */
                        tls?: {
                            /** @description PEM: the client certificate, and those between it and its root */
                            certificate?: string;
                            /** @description PEM: roots that are trusted in place of the public ones */
                            ca?: string;
                            /** @description The name that is asked for and proven, where it is not the URL's */
                            serverName?: string;
                            /** @description PEM, without a passphrase. Never shown; left out, it stays while the certificate does */
                            privateKey?: string;
                        };
                        /**
                         * @description `whsec_` and the base64 of 24 to 64 bytes, or `whsk_` and the base64 of an ed25519 key pair (32 bytes of seed, with the 32 of the public key behind them or without)
                         * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
                         */
                        secret?: string;
                        /**
                         * @description How a new subscription signs, where it gives no secret; later it is changed with its secrets
                         * @default hmac
                         * @example ed25519
                         */
                        signing?: "hmac" | "ed25519";
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "billing",
                     *       "topics": [
                     *         "orders",
                     *         "returns.*"
                     *       ],
                     *       "start": "earliest",
                     *       "ordering": "key",
                     *       "batch": {
                     *         "maxEvents": 100,
                     *         "lingerMs": 20
                     *       },
                     *       "retry": {
                     *         "scheduleMs": [
                     *           5000,
                     *           300000
                     *         ]
                     *       },
                     *       "verify": "ping",
                     *       "maxInFlight": 32,
                     *       "filter": {
                     *         "match": {
                     *           "/total": {
                     *             "gt": 10
                     *           },
                     *           "/currency": "EUR"
                     *         }
                     *       },
                     *       "format": "cloudevents-structured",
                     *       "eventHeaders": {
                     *         "include": [
                     *           "region"
                     *         ],
                     *         "prefix": "x-shop-"
                     *       },
                     *       "busHeaders": "all",
                     *       "rateLimit": {
                     *         "requests": 50,
                     *         "perMs": 1000
                     *       },
                     *       "disableAfterMs": 432000000,
                     *       "replies": {
                     *         "topics": [
                     *           "invoices"
                     *         ],
                     *         "topic": "invoices",
                     *         "maxEvents": 100,
                     *         "maxBytes": 65536
                     *       },
                     *       "endpoint": {
                     *         "url": "https://example.com/hook",
                     *         "headers": {
                     *           "x-tenant": "acme"
                     *         },
                     *         "timeoutMs": 15000,
                     *         "proxy": "http://user@proxy.example.com:3128",
                     *         "http2": true,
                     *         "auth": {
                     *           "type": "basic",
                     *           "username": "billing"
                     *         },
                     *         "tls": {
                     *           "serverName": "example.com"
                     *         }
                     *       },
                     *       "certificateExpiresAt": 4733510400000,
                     *       "verification": {
                     *         "state": "verified",
                     *         "at": 1767225600000,
                     *         "detail": "the endpoint answered the ping with 204"
                     *       },
                     *       "state": "active",
                     *       "reason": "paused by a call",
                     *       "listener": {
                     *         "since": 1767225600000
                     *       },
                     *       "offsets": [
                     *         {
                     *           "topic": "orders",
                     *           "partition": 0,
                     *           "committedOffset": 1040,
                     *           "highWatermark": 1042,
                     *           "lag": 2,
                     *           "lagMs": 180,
                     *           "parked": 0,
                     *           "lost": 0
                     *         }
                     *       ],
                     *       "replays": [
                     *         {
                     *           "id": "b2c7f0de-6f3b-4d1a-8e57-c0b6e921a4f0",
                     *           "at": 1767225600000,
                     *           "replayed": 30,
                     *           "remaining": 10,
                     *           "parked": 0,
                     *           "lost": 0,
                     *           "ranges": [
                     *             {
                     *               "topic": "orders",
                     *               "partition": 0,
                     *               "from": 1000,
                     *               "to": 1040,
                     *               "committedOffset": 1030,
                     *               "parked": 0
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "redrives": [
                     *         {
                     *           "id": "0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11",
                     *           "at": 1767225600000,
                     *           "events": 12,
                     *           "remaining": 8,
                     *           "parked": 1,
                     *           "ratePerSecond": 50
                     *         }
                     *       ],
                     *       "health": {
                     *         "state": "closed",
                     *         "since": 1767225600000,
                     *         "failureRate": 0,
                     *         "inFlightLimit": 32,
                     *         "nextProbeAt": 1767225601000,
                     *         "failingSince": 1767225600000
                     *       },
                     *       "secrets": [
                     *         {
                     *           "id": "5f0c2d9b8e1a4736",
                     *           "algorithm": "hmac",
                     *           "createdAt": 1767225600000,
                     *           "expiresAt": 1767312000000,
                     *           "publicKey": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                     *           "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
                     *         }
                     *       ],
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                         * @example billing
                         */
                        name: string;
                        /**
                         * @description Topic names, or prefixes written with a "*" at the end
                         * @example [
                         *       "orders",
                         *       "returns.*"
                         *     ]
                         */
                        topics: string[];
                        /**
                         * @description Where it begins in topics that it does not yet receive
                         * @default latest
                         * @example earliest
                         */
                        start: "latest" | "earliest" | {
                            /** @description Milliseconds since the epoch */
                            timestamp: number;
                        } | {
                            offsets: {
                                [key: string]: {
                                    [key: string]: number;
                                };
                            };
                        };
                        /**
                         * @description What stays in order whatever fails
                         * @default key
                         * @example key
                         */
                        ordering: "key" | "partition" | "none";
                        /**
                         * @description More than one event a request, in one body. `maxBytes` counts that body; one event is sent whatever its size. The headers `posthorn-offset`, `posthorn-last-offset` and `posthorn-count` say what it holds, and where a filter left out events in between, `posthorn-offsets` lists the runs (`10-14,20`). An answer with `posthorn-acked-through: <offset>` acknowledges the events up to that offset, whatever its status but 410; the rest is sent again as a batch of its own, with the retry schedule from its beginning. Nothing is acknowledged by an offset that was not sent
                         * @example {
                         *       "maxEvents": 100,
                         *       "lingerMs": 20
                         *     }
                         */
                        batch?: {
                            /** @default 1 */
                            maxEvents: number;
                            /** @default 1048576 */
                            maxBytes: number;
                            /** @default 0 */
                            lingerMs: number;
                        };
                        /**
                         * @description When a failed delivery is tried again
                         * @example {
                         *       "scheduleMs": [
                         *         5000,
                         *         300000
                         *       ]
                         *     }
                         */
                        retry?: {
                            /**
                             * @default [
                             *       5000,
                             *       300000,
                             *       1800000,
                             *       7200000,
                             *       18000000,
                             *       36000000,
                             *       50400000,
                             *       72000000,
                             *       86400000
                             *     ]
                             */
                            scheduleMs: number[];
                            /** @default 0.2 */
                            jitter: number;
                            maxAgeMs?: number;
                            /** @default 3 */
                            clientErrorAttempts: number;
                        };
                        /**
                         * @description How the endpoint shows that it agrees before anything is sent: a 2xx to a signed POST with `posthorn-verification: ping`, or the handshake of CloudEvents (OPTIONS). Asked again where this or the URL changes
                         * @default none
                         * @example ping
                         */
                        verify: "none" | "ping" | "options";
                        /**
                         * @description Requests that run at once, at most: fewer while the endpoint answers 429, 503 or not in time, or plainly has a queue
                         * @default 32
                         * @example 32
                         */
                        maxInFlight: number;
                        /**
                         * @description Which events it wants: the others cost no request, and move its offsets. A filter is an object with one dialect, or a list of such objects, which all must hold. `match`: JSON pointers into the value, each with a condition; a value that is not JSON never matches. `key`: a condition on the key. `headers`: header names, each with a condition. A condition is a string, number, boolean or null, which must be equal (integers of 64 bits are not rounded), or an object of `eq`, `ne` (also where there is nothing), `in`, `gt`, `gte`, `lt`, `lte`, `prefix`, `suffix`, `exists` and `anything-but` (there is something else), which hold together. `exact`, `prefix`, `suffix`: attributes of a CloudEvent, each with a text; other events have none. `sql`: an expression of CloudEvents SQL 1.0 over such attributes, all of them texts; it must come out as true. `all`, `any`: a list of filters; `not`: a filter. An event for which it can't be evaluated does not pass. Another filter holds from the next event on; what was taken stays owed as it was. Integers go to 2^53 - 1 here. Fetches by its name, while it is paused, are filtered too; `lag` and `lost` count all events
                         * @example {
                         *       "match": {
                         *         "/total": {
                         *           "gt": 10
                         *         },
                         *         "/currency": "EUR"
                         *       }
                         *     }
                         */
                        filter?: unknown;
                        /**
                         * @description `raw`: the value alone, as it was produced; of a batch, a value a line. `ndjson`: a value a line, also of one event. `json-array`: the values in an array. In these three a tombstone, and a value that is not JSON, comes in a request of its own, as in `raw`. `cloudevents-binary`, `cloudevents-structured`: one event a request, with `batch.maxEvents` 1. `cloudevents-batch`: an array of structured CloudEvents. Each JSON value is in them as the very bytes that were produced; other bytes are `data_base64`, or a string where they are text in UTF-8; a tombstone is `"data": null`. A CloudEvent keeps its attributes; any other event gets an `id` of its place in the log, the `source` `/v1/topics/{topic}`, the topic as `type`, its `time`, and its key as `partitionkey`
                         * @default raw
                         * @example cloudevents-structured
                         */
                        format: "raw" | "ndjson" | "json-array" | "cloudevents-binary" | "cloudevents-structured" | "cloudevents-batch";
                        /**
                         * @description Which of an event's own headers are sent with it, and under what names. `traceparent` always is. A batch has none
                         * @example {
                         *       "include": [
                         *         "region"
                         *       ],
                         *       "prefix": "x-shop-"
                         *     }
                         */
                        eventHeaders?: {
                            /** @default all */
                            include: "all" | "none" | string[];
                            /** @description Put before the name of each */
                            prefix?: string;
                        };
                        /**
                         * @description Which of the bus's own headers are sent, beside `webhook-id`, `webhook-timestamp`, `webhook-signature` and `traceparent`, which always are
                         * @default all
                         * @example all
                         */
                        busHeaders: "all" | "none" | ("posthorn-subscription" | "posthorn-topic" | "posthorn-partition" | "posthorn-offset" | "posthorn-last-offset" | "posthorn-offsets" | "posthorn-count" | "posthorn-previous-offset" | "posthorn-key" | "posthorn-timestamp" | "posthorn-tombstone" | "posthorn-attempt" | "posthorn-replay")[];
                        /**
                         * @description At most so many requests in so long, retries and probes among them. Default: no limit
                         * @example {
                         *       "requests": 50,
                         *       "perMs": 1000
                         *     }
                         */
                        rateLimit?: {
                            /** @example 50 */
                            requests: number;
                            /**
                             * @description Milliseconds
                             * @default 1000
                             * @example 1000
                             */
                            perMs: number;
                            /**
                             * @description How many may begin at once; default: what 100 ms give
                             * @example 5
                             */
                            burst?: number;
                        };
                        /**
                         * @description The subscription is paused when for so long no request has succeeded; -1: never
                         * @default 432000000
                         * @example 432000000
                         */
                        disableAfterMs: number;
                        /** @description A 2xx answer may carry events: CloudEvents (`ce-*` headers, application/cloudevents+json or -batch+json), or application/json `{"produce":[{"topic","value","key"?, ...}]}` with the fields of POST .../batches. They are appended in one commit with the progress of the delivery, exactly once, with headers `reply-of-subscription -topic -partition -offset`. A reply that can not be appended (unknown topic, refused by its schema, malformed, too large) is a failed attempt of phase `reply`. 204, an empty answer, and any other one, carry none */
                        replies?: {
                            /**
                             * @description Where replies may go: topic names, or prefixes written with a "*" at the end (of dead letter topics none). One of the topics that it receives is allowed: then its replies come back to it
                             * @example [
                             *       "invoices"
                             *     ]
                             */
                            topics: string[];
                            /**
                             * @description Where CloudEvents go, which name no topic. Default: the one of `topics`, where it is one name
                             * @example invoices
                             */
                            topic?: string;
                            /**
                             * @description Of one answer, at most 10000
                             * @default 1000
                             * @example 100
                             */
                            maxEvents: number;
                            /**
                             * @description Of one answer's body, at most 4194304
                             * @default 262144
                             * @example 65536
                             */
                            maxBytes: number;
                        };
                        endpoint: {
                            /**
                             * @description http or https
                             * @example https://example.com/hook
                             */
                            url?: string;
                            /** @description In the place of `url`, for development: deliveries go to a listener (`posthorn listen`) alone. While there is none the subscription rests: its lag grows, and nothing fails */
                            listen?: boolean;
                            /**
                             * @description Sent with every request, and shown: credentials belong into auth
                             * @example {
                             *       "x-tenant": "acme"
                             *     }
                             */
                            headers?: {
                                [key: string]: string;
                            };
                            /**
                             * @description For one whole attempt, in milliseconds
                             * @default 15000
                             * @example 15000
                             */
                            timeoutMs: number;
                            /**
                             * @description http or https URL of a proxy, with its user and password, that a tunnel (CONNECT) is asked of; "none": not even that of POSTHORN_PROXY. Shown without the password
                             * @example http://user@proxy.example.com:3128
                             */
                            proxy?: string;
                            /**
                             * @description Whether HTTP/2 is spoken where the endpoint offers it
                             * @default true
                             * @example true
                             */
                            http2: boolean;
                            /**
                             * @example {
                             *       "type": "basic",
                             *       "username": "billing"
                             *     }
                             */
                            auth?: {
                                /** @enum {string} */
                                type: "oauth2";
                                /** @description Asked for a token by client credentials (RFC 6749, 4.4) */
                                tokenUrl: string;
                                clientId: string;
                                /** @description Scopes, with spaces between them */
                                scope?: string;
                                /** @description Sent along where the token endpoint wants one */
                                audience?: string;
                                /**
                                 * @description Where the client id and secret stand in the request for a token
                                 * @default basic
                                 */
                                style: "basic" | "body";
                            } | {
                                /** @enum {string} */
                                type: "basic";
                                username: string;
                            } | {
                                /** @enum {string} */
                                type: "bearer";
                            };
                            /**
                             * @example {
                             *       "serverName": "example.com"
                             *     }
                             */
                            tls?: {
                                /** @description PEM: the client certificate, and those between it and its root */
                                certificate?: string;
                                /** @description PEM: roots that are trusted in place of the public ones */
                                ca?: string;
                                /** @description The name that is asked for and proven, where it is not the URL's */
                                serverName?: string;
                            };
                        };
                        /**
                         * @description When the client certificate ends, milliseconds since the epoch
                         * @example 4733510400000
                         */
                        certificateExpiresAt?: number;
                        /**
                         * @example {
                         *       "state": "verified",
                         *       "at": 1767225600000,
                         *       "detail": "the endpoint answered the ping with 204"
                         *     }
                         */
                        verification?: {
                            state: "pending" | "verified" | "failed";
                            /** @description Milliseconds since the epoch */
                            at: number;
                            /** @description What was answered */
                            detail: string;
                            /** @description Requests a minute that the endpoint allows: deliveries keep to it */
                            allowedRatePerMinute?: number;
                        };
                        /** @example active */
                        state: "active" | "paused";
                        /**
                         * @description Why it is paused, or rests
                         * @example paused by a call
                         */
                        reason?: string;
                        /** @description While a listener is attached: deliveries go to it and not to the URL */
                        listener?: {
                            /**
                             * @description Milliseconds since the epoch
                             * @example 1767225600000
                             */
                            since: number;
                        };
                        offsets: {
                            /** @example orders */
                            topic: string;
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description Everything below is delivered or parked
                             * @example 1040
                             */
                            committedOffset: number;
                            /** @example 1042 */
                            highWatermark: number;
                            /**
                             * @description Events
                             * @example 2
                             */
                            lag: number;
                            /**
                             * @description Age of the oldest of them
                             * @example 180
                             */
                            lagMs: number;
                            /**
                             * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                             * @example 0
                             */
                            parked: number;
                            /**
                             * @description Events that a trim or retention deleted before they were delivered, in all
                             * @example 0
                             */
                            lost: number;
                        }[];
                        /** @description The replays that run, oldest first; 8 at most */
                        replays: {
                            /**
                             * @description The id of a replay, as the seek answered it
                             * @example b2c7f0de-6f3b-4d1a-8e57-c0b6e921a4f0
                             */
                            id: string;
                            /**
                             * @description When it was begun, milliseconds since the epoch
                             * @example 1767225600000
                             */
                            at: number;
                            /**
                             * @description Events below its committed offsets
                             * @example 30
                             */
                            replayed: number;
                            /**
                             * @description Events from there on
                             * @example 10
                             */
                            remaining: number;
                            /**
                             * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                             * @example 0
                             */
                            parked: number;
                            /**
                             * @description Events that a trim or retention deleted before they were replayed
                             * @example 0
                             */
                            lost: number;
                            ranges: {
                                /** @example orders */
                                topic: string;
                                /** @example 0 */
                                partition: number;
                                /**
                                 * @description First offset
                                 * @example 1000
                                 */
                                from: number;
                                /**
                                 * @description First offset that is no longer part of it
                                 * @example 1040
                                 */
                                to: number;
                                /**
                                 * @description Everything below is delivered or parked
                                 * @example 1030
                                 */
                                committedOffset: number;
                                /**
                                 * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                                 * @example 0
                                 */
                                parked: number;
                            }[];
                        }[];
                        /** @description The redrives that run, oldest first; with the replays 8 at most */
                        redrives: {
                            /**
                             * @description The id of a redrive, as the call that began it answered it
                             * @example 0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11
                             */
                            id: string;
                            /**
                             * @description When it was begun, milliseconds since the epoch
                             * @example 1767225600000
                             */
                            at: number;
                            /**
                             * @description Dead letters
                             * @example 12
                             */
                            events: number;
                            /**
                             * @description Of them, those that it has not come to
                             * @example 8
                             */
                            remaining: number;
                            /**
                             * @description Unfinished deliveries among the others: under way, or waiting for their next attempt
                             * @example 1
                             */
                            parked: number;
                            /**
                             * @description Dead letters that it takes a second, at most; default: as fast as the endpoint and the limits allow
                             * @example 50
                             */
                            ratePerSecond?: number;
                        }[];
                        /** @description Of the endpoint. What is not kept over a restart is shown while the subscription is active */
                        health: {
                            /**
                             * @description `closed`: it is well. `open`: it is plainly down; one probe at a time is sent, with growing pauses, and lag grows. `half-open`: a probe has succeeded; a few more must
                             * @example closed
                             */
                            state: "closed" | "open" | "half-open";
                            /**
                             * @description Milliseconds since the epoch
                             * @example 1767225600000
                             */
                            since?: number;
                            /**
                             * @description Share of the requests of the last 30 seconds that failed
                             * @example 0
                             */
                            failureRate?: number;
                            /**
                             * @description Requests that may run at once now, up to `maxInFlight`
                             * @example 32
                             */
                            inFlightLimit?: number;
                            /**
                             * @description Nothing is sent before
                             * @example 1767225601000
                             */
                            nextProbeAt?: number;
                            /**
                             * @description No request has succeeded since
                             * @example 1767225600000
                             */
                            failingSince?: number;
                        };
                        /** @description Those that sign now, newest first, without the secrets themselves */
                        secrets: {
                            /** @example 5f0c2d9b8e1a4736 */
                            id: string;
                            /** @example hmac */
                            algorithm: "hmac" | "ed25519";
                            /**
                             * @description Milliseconds since the epoch; absent of one that an older version stored
                             * @example 1767225600000
                             */
                            createdAt?: number;
                            /**
                             * @description It signs until then; absent of the newest
                             * @example 1767312000000
                             */
                            expiresAt?: number;
                            /**
                             * @description Of ed25519: `whpk_` and the base64 of the public key
                             * @example whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
                             */
                            publicKey?: string;
                            /**
                             * @description Of ed25519: its name in /.well-known/jwks.json (RFC 7638)
                             * @example kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
                             */
                            kid?: string;
                        }[];
                        /**
                         * @description Of HMAC, in this answer alone; a private key is never shown
                         * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
                         */
                        secret?: string;
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_TOPIC_OR_PARTITION */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8, INVALID_CONFIG, INVALID_ENDPOINT, INVALID_FILTER, ENDPOINT_ADDRESS_FORBIDDEN */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_FEATURE */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSubscriptions: {
        parameters: {
            query?: {
                /**
                 * @description Items at most; default 100
                 * @example 20
                 */
                limit?: number;
                /**
                 * @description Only names after this one
                 * @example billing
                 */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of subscriptions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "billing",
                     *           "topics": [
                     *             "orders",
                     *             "returns.*"
                     *           ],
                     *           "start": "earliest",
                     *           "ordering": "key",
                     *           "batch": {
                     *             "maxEvents": 100,
                     *             "lingerMs": 20
                     *           },
                     *           "retry": {
                     *             "scheduleMs": [
                     *               5000,
                     *               300000
                     *             ]
                     *           },
                     *           "verify": "ping",
                     *           "maxInFlight": 32,
                     *           "filter": {
                     *             "match": {
                     *               "/total": {
                     *                 "gt": 10
                     *               },
                     *               "/currency": "EUR"
                     *             }
                     *           },
                     *           "format": "cloudevents-structured",
                     *           "eventHeaders": {
                     *             "include": [
                     *               "region"
                     *             ],
                     *             "prefix": "x-shop-"
                     *           },
                     *           "busHeaders": "all",
                     *           "rateLimit": {
                     *             "requests": 50,
                     *             "perMs": 1000
                     *           },
                     *           "disableAfterMs": 432000000,
                     *           "replies": {
                     *             "topics": [
                     *               "invoices"
                     *             ],
                     *             "topic": "invoices",
                     *             "maxEvents": 100,
                     *             "maxBytes": 65536
                     *           },
                     *           "endpoint": {
                     *             "url": "https://example.com/hook",
                     *             "headers": {
                     *               "x-tenant": "acme"
                     *             },
                     *             "timeoutMs": 15000,
                     *             "proxy": "http://user@proxy.example.com:3128",
                     *             "http2": true,
                     *             "auth": {
                     *               "type": "basic",
                     *               "username": "billing"
                     *             },
                     *             "tls": {
                     *               "serverName": "example.com"
                     *             }
                     *           },
                     *           "certificateExpiresAt": 4733510400000,
                     *           "verification": {
                     *             "state": "verified",
                     *             "at": 1767225600000,
                     *             "detail": "the endpoint answered the ping with 204"
                     *           },
                     *           "state": "active",
                     *           "reason": "paused by a call",
                     *           "listener": {
                     *             "since": 1767225600000
                     *           },
                     *           "offsets": [
                     *             {
                     *               "topic": "orders",
                     *               "partition": 0,
                     *               "committedOffset": 1040,
                     *               "highWatermark": 1042,
                     *               "lag": 2,
                     *               "lagMs": 180,
                     *               "parked": 0,
                     *               "lost": 0
                     *             }
                     *           ],
                     *           "replays": [
                     *             {
                     *               "id": "b2c7f0de-6f3b-4d1a-8e57-c0b6e921a4f0",
                     *               "at": 1767225600000,
                     *               "replayed": 30,
                     *               "remaining": 10,
                     *               "parked": 0,
                     *               "lost": 0,
                     *               "ranges": [
                     *                 {
                     *                   "topic": "orders",
                     *                   "partition": 0,
                     *                   "from": 1000,
                     *                   "to": 1040,
                     *                   "committedOffset": 1030,
                     *                   "parked": 0
                     *                 }
                     *               ]
                     *             }
                     *           ],
                     *           "redrives": [
                     *             {
                     *               "id": "0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11",
                     *               "at": 1767225600000,
                     *               "events": 12,
                     *               "remaining": 8,
                     *               "parked": 1,
                     *               "ratePerSecond": 50
                     *             }
                     *           ],
                     *           "health": {
                     *             "state": "closed",
                     *             "since": 1767225600000,
                     *             "failureRate": 0,
                     *             "inFlightLimit": 32,
                     *             "nextProbeAt": 1767225601000,
                     *             "failingSince": 1767225600000
                     *           },
                     *           "secrets": [
                     *             {
                     *               "id": "5f0c2d9b8e1a4736",
                     *               "algorithm": "hmac",
                     *               "createdAt": 1767225600000,
                     *               "expiresAt": 1767312000000,
                     *               "publicKey": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                     *               "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
                     *             }
                     *           ],
                     *           "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *         }
                     *       ],
                     *       "next": "billing"
                     *     }
                     */
                    "application/json": {
                        items: {
                            /**
                             * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                             * @example billing
                             */
                            name: string;
                            /**
                             * @description Topic names, or prefixes written with a "*" at the end
                             * @example [
                             *       "orders",
                             *       "returns.*"
                             *     ]
                             */
                            topics: string[];
                            /**
                             * @description Where it begins in topics that it does not yet receive
                             * @default latest
                             * @example earliest
                             */
                            start: "latest" | "earliest" | {
                                /** @description Milliseconds since the epoch */
                                timestamp: number;
                            } | {
                                offsets: {
                                    [key: string]: {
                                        [key: string]: number;
                                    };
                                };
                            };
                            /**
                             * @description What stays in order whatever fails
                             * @default key
                             * @example key
                             */
                            ordering: "key" | "partition" | "none";
                            /**
                             * @description More than one event a request, in one body. `maxBytes` counts that body; one event is sent whatever its size. The headers `posthorn-offset`, `posthorn-last-offset` and `posthorn-count` say what it holds, and where a filter left out events in between, `posthorn-offsets` lists the runs (`10-14,20`). An answer with `posthorn-acked-through: <offset>` acknowledges the events up to that offset, whatever its status but 410; the rest is sent again as a batch of its own, with the retry schedule from its beginning. Nothing is acknowledged by an offset that was not sent
                             * @example {
                             *       "maxEvents": 100,
                             *       "lingerMs": 20
                             *     }
                             */
                            batch?: {
                                /** @default 1 */
                                maxEvents: number;
                                /** @default 1048576 */
                                maxBytes: number;
                                /** @default 0 */
                                lingerMs: number;
                            };
                            /**
                             * @description When a failed delivery is tried again
                             * @example {
                             *       "scheduleMs": [
                             *         5000,
                             *         300000
                             *       ]
                             *     }
                             */
                            retry?: {
                                /**
                                 * @default [
                                 *       5000,
                                 *       300000,
                                 *       1800000,
                                 *       7200000,
                                 *       18000000,
                                 *       36000000,
                                 *       50400000,
                                 *       72000000,
                                 *       86400000
                                 *     ]
                                 */
                                scheduleMs: number[];
                                /** @default 0.2 */
                                jitter: number;
                                maxAgeMs?: number;
                                /** @default 3 */
                                clientErrorAttempts: number;
                            };
                            /**
                             * @description How the endpoint shows that it agrees before anything is sent: a 2xx to a signed POST with `posthorn-verification: ping`, or the handshake of CloudEvents (OPTIONS). Asked again where this or the URL changes
                             * @default none
                             * @example ping
                             */
                            verify: "none" | "ping" | "options";
                            /**
                             * @description Requests that run at once, at most: fewer while the endpoint answers 429, 503 or not in time, or plainly has a queue
                             * @default 32
                             * @example 32
                             */
                            maxInFlight: number;
                            /**
                             * @description Which events it wants: the others cost no request, and move its offsets. A filter is an object with one dialect, or a list of such objects, which all must hold. `match`: JSON pointers into the value, each with a condition; a value that is not JSON never matches. `key`: a condition on the key. `headers`: header names, each with a condition. A condition is a string, number, boolean or null, which must be equal (integers of 64 bits are not rounded), or an object of `eq`, `ne` (also where there is nothing), `in`, `gt`, `gte`, `lt`, `lte`, `prefix`, `suffix`, `exists` and `anything-but` (there is something else), which hold together. `exact`, `prefix`, `suffix`: attributes of a CloudEvent, each with a text; other events have none. `sql`: an expression of CloudEvents SQL 1.0 over such attributes, all of them texts; it must come out as true. `all`, `any`: a list of filters; `not`: a filter. An event for which it can't be evaluated does not pass. Another filter holds from the next event on; what was taken stays owed as it was. Integers go to 2^53 - 1 here. Fetches by its name, while it is paused, are filtered too; `lag` and `lost` count all events
                             * @example {
                             *       "match": {
                             *         "/total": {
                             *           "gt": 10
                             *         },
                             *         "/currency": "EUR"
                             *       }
                             *     }
                             */
                            filter?: unknown;
                            /**
                             * @description `raw`: the value alone, as it was produced; of a batch, a value a line. `ndjson`: a value a line, also of one event. `json-array`: the values in an array. In these three a tombstone, and a value that is not JSON, comes in a request of its own, as in `raw`. `cloudevents-binary`, `cloudevents-structured`: one event a request, with `batch.maxEvents` 1. `cloudevents-batch`: an array of structured CloudEvents. Each JSON value is in them as the very bytes that were produced; other bytes are `data_base64`, or a string where they are text in UTF-8; a tombstone is `"data": null`. A CloudEvent keeps its attributes; any other event gets an `id` of its place in the log, the `source` `/v1/topics/{topic}`, the topic as `type`, its `time`, and its key as `partitionkey`
                             * @default raw
                             * @example cloudevents-structured
                             */
                            format: "raw" | "ndjson" | "json-array" | "cloudevents-binary" | "cloudevents-structured" | "cloudevents-batch";
                            /**
                             * @description Which of an event's own headers are sent with it, and under what names. `traceparent` always is. A batch has none
                             * @example {
                             *       "include": [
                             *         "region"
                             *       ],
                             *       "prefix": "x-shop-"
                             *     }
                             */
                            eventHeaders?: {
                                /** @default all */
                                include: "all" | "none" | string[];
                                /** @description Put before the name of each */
                                prefix?: string;
                            };
                            /**
                             * @description Which of the bus's own headers are sent, beside `webhook-id`, `webhook-timestamp`, `webhook-signature` and `traceparent`, which always are
                             * @default all
                             * @example all
                             */
                            busHeaders: "all" | "none" | ("posthorn-subscription" | "posthorn-topic" | "posthorn-partition" | "posthorn-offset" | "posthorn-last-offset" | "posthorn-offsets" | "posthorn-count" | "posthorn-previous-offset" | "posthorn-key" | "posthorn-timestamp" | "posthorn-tombstone" | "posthorn-attempt" | "posthorn-replay")[];
                            /**
                             * @description At most so many requests in so long, retries and probes among them. Default: no limit
                             * @example {
                             *       "requests": 50,
                             *       "perMs": 1000
                             *     }
                             */
                            rateLimit?: {
                                /** @example 50 */
                                requests: number;
                                /**
                                 * @description Milliseconds
                                 * @default 1000
                                 * @example 1000
                                 */
                                perMs: number;
                                /**
                                 * @description How many may begin at once; default: what 100 ms give
                                 * @example 5
                                 */
                                burst?: number;
                            };
                            /**
                             * @description The subscription is paused when for so long no request has succeeded; -1: never
                             * @default 432000000
                             * @example 432000000
                             */
                            disableAfterMs: number;
                            /** @description A 2xx answer may carry events: CloudEvents (`ce-*` headers, application/cloudevents+json or -batch+json), or application/json `{"produce":[{"topic","value","key"?, ...}]}` with the fields of POST .../batches. They are appended in one commit with the progress of the delivery, exactly once, with headers `reply-of-subscription -topic -partition -offset`. A reply that can not be appended (unknown topic, refused by its schema, malformed, too large) is a failed attempt of phase `reply`. 204, an empty answer, and any other one, carry none */
                            replies?: {
                                /**
                                 * @description Where replies may go: topic names, or prefixes written with a "*" at the end (of dead letter topics none). One of the topics that it receives is allowed: then its replies come back to it
                                 * @example [
                                 *       "invoices"
                                 *     ]
                                 */
                                topics: string[];
                                /**
                                 * @description Where CloudEvents go, which name no topic. Default: the one of `topics`, where it is one name
                                 * @example invoices
                                 */
                                topic?: string;
                                /**
                                 * @description Of one answer, at most 10000
                                 * @default 1000
                                 * @example 100
                                 */
                                maxEvents: number;
                                /**
                                 * @description Of one answer's body, at most 4194304
                                 * @default 262144
                                 * @example 65536
                                 */
                                maxBytes: number;
                            };
                            endpoint: {
                                /**
                                 * @description http or https
                                 * @example https://example.com/hook
                                 */
                                url?: string;
                                /** @description In the place of `url`, for development: deliveries go to a listener (`posthorn listen`) alone. While there is none the subscription rests: its lag grows, and nothing fails */
                                listen?: boolean;
                                /**
                                 * @description Sent with every request, and shown: credentials belong into auth
                                 * @example {
                                 *       "x-tenant": "acme"
                                 *     }
                                 */
                                headers?: {
                                    [key: string]: string;
                                };
                                /**
                                 * @description For one whole attempt, in milliseconds
                                 * @default 15000
                                 * @example 15000
                                 */
                                timeoutMs: number;
                                /**
                                 * @description http or https URL of a proxy, with its user and password, that a tunnel (CONNECT) is asked of; "none": not even that of POSTHORN_PROXY. Shown without the password
                                 * @example http://user@proxy.example.com:3128
                                 */
                                proxy?: string;
                                /**
                                 * @description Whether HTTP/2 is spoken where the endpoint offers it
                                 * @default true
                                 * @example true
                                 */
                                http2: boolean;
                                /**
                                 * @example {
                                 *       "type": "basic",
                                 *       "username": "billing"
                                 *     }
                                 */
                                auth?: {
                                    /** @enum {string} */
                                    type: "oauth2";
                                    /** @description Asked for a token by client credentials (RFC 6749, 4.4) */
                                    tokenUrl: string;
                                    clientId: string;
                                    /** @description Scopes, with spaces between them */
                                    scope?: string;
                                    /** @description Sent along where the token endpoint wants one */
                                    audience?: string;
                                    /**
                                     * @description Where the client id and secret stand in the request for a token
                                     * @default basic
                                     */
                                    style: "basic" | "body";
                                } | {
                                    /** @enum {string} */
                                    type: "basic";
                                    username: string;
                                } | {
                                    /** @enum {string} */
                                    type: "bearer";
                                };
                                /**
                                 * @example {
                                 *       "serverName": "example.com"
                                 *     }
                                 */
                                tls?: {
                                    /** @description PEM: the client certificate, and those between it and its root */
                                    certificate?: string;
                                    /** @description PEM: roots that are trusted in place of the public ones */
                                    ca?: string;
                                    /** @description The name that is asked for and proven, where it is not the URL's */
                                    serverName?: string;
                                };
                            };
                            /**
                             * @description When the client certificate ends, milliseconds since the epoch
                             * @example 4733510400000
                             */
                            certificateExpiresAt?: number;
                            /**
                             * @example {
                             *       "state": "verified",
                             *       "at": 1767225600000,
                             *       "detail": "the endpoint answered the ping with 204"
                             *     }
                             */
                            verification?: {
                                state: "pending" | "verified" | "failed";
                                /** @description Milliseconds since the epoch */
                                at: number;
                                /** @description What was answered */
                                detail: string;
                                /** @description Requests a minute that the endpoint allows: deliveries keep to it */
                                allowedRatePerMinute?: number;
                            };
                            /** @example active */
                            state: "active" | "paused";
                            /**
                             * @description Why it is paused, or rests
                             * @example paused by a call
                             */
                            reason?: string;
                            /** @description While a listener is attached: deliveries go to it and not to the URL */
                            listener?: {
                                /**
                                 * @description Milliseconds since the epoch
                                 * @example 1767225600000
                                 */
                                since: number;
                            };
                            offsets: {
                                /** @example orders */
                                topic: string;
                                /** @example 0 */
                                partition: number;
                                /**
                                 * @description Everything below is delivered or parked
                                 * @example 1040
                                 */
                                committedOffset: number;
                                /** @example 1042 */
                                highWatermark: number;
                                /**
                                 * @description Events
                                 * @example 2
                                 */
                                lag: number;
                                /**
                                 * @description Age of the oldest of them
                                 * @example 180
                                 */
                                lagMs: number;
                                /**
                                 * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                                 * @example 0
                                 */
                                parked: number;
                                /**
                                 * @description Events that a trim or retention deleted before they were delivered, in all
                                 * @example 0
                                 */
                                lost: number;
                            }[];
                            /** @description The replays that run, oldest first; 8 at most */
                            replays: {
                                /**
                                 * @description The id of a replay, as the seek answered it
                                 * @example b2c7f0de-6f3b-4d1a-8e57-c0b6e921a4f0
                                 */
                                id: string;
                                /**
                                 * @description When it was begun, milliseconds since the epoch
                                 * @example 1767225600000
                                 */
                                at: number;
                                /**
                                 * @description Events below its committed offsets
                                 * @example 30
                                 */
                                replayed: number;
                                /**
                                 * @description Events from there on
                                 * @example 10
                                 */
                                remaining: number;
                                /**
                                 * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                                 * @example 0
                                 */
                                parked: number;
                                /**
                                 * @description Events that a trim or retention deleted before they were replayed
                                 * @example 0
                                 */
                                lost: number;
                                ranges: {
                                    /** @example orders */
                                    topic: string;
                                    /** @example 0 */
                                    partition: number;
                                    /**
                                     * @description First offset
                                     * @example 1000
                                     */
                                    from: number;
                                    /**
                                     * @description First offset that is no longer part of it
                                     * @example 1040
                                     */
                                    to: number;
                                    /**
                                     * @description Everything below is delivered or parked
                                     * @example 1030
                                     */
                                    committedOffset: number;
                                    /**
                                     * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                                     * @example 0
                                     */
                                    parked: number;
                                }[];
                            }[];
                            /** @description The redrives that run, oldest first; with the replays 8 at most */
                            redrives: {
                                /**
                                 * @description The id of a redrive, as the call that began it answered it
                                 * @example 0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11
                                 */
                                id: string;
                                /**
                                 * @description When it was begun, milliseconds since the epoch
                                 * @example 1767225600000
                                 */
                                at: number;
                                /**
                                 * @description Dead letters
                                 * @example 12
                                 */
                                events: number;
                                /**
                                 * @description Of them, those that it has not come to
                                 * @example 8
                                 */
                                remaining: number;
                                /**
                                 * @description Unfinished deliveries among the others: under way, or waiting for their next attempt
                                 * @example 1
                                 */
                                parked: number;
                                /**
                                 * @description Dead letters that it takes a second, at most; default: as fast as the endpoint and the limits allow
                                 * @example 50
                                 */
                                ratePerSecond?: number;
                            }[];
                            /** @description Of the endpoint. What is not kept over a restart is shown while the subscription is active */
                            health: {
                                /**
                                 * @description `closed`: it is well. `open`: it is plainly down; one probe at a time is sent, with growing pauses, and lag grows. `half-open`: a probe has succeeded; a few more must
                                 * @example closed
                                 */
                                state: "closed" | "open" | "half-open";
                                /**
                                 * @description Milliseconds since the epoch
                                 * @example 1767225600000
                                 */
                                since?: number;
                                /**
                                 * @description Share of the requests of the last 30 seconds that failed
                                 * @example 0
                                 */
                                failureRate?: number;
                                /**
                                 * @description Requests that may run at once now, up to `maxInFlight`
                                 * @example 32
                                 */
                                inFlightLimit?: number;
                                /**
                                 * @description Nothing is sent before
                                 * @example 1767225601000
                                 */
                                nextProbeAt?: number;
                                /**
                                 * @description No request has succeeded since
                                 * @example 1767225600000
                                 */
                                failingSince?: number;
                            };
                            /** @description Those that sign now, newest first, without the secrets themselves */
                            secrets: {
                                /** @example 5f0c2d9b8e1a4736 */
                                id: string;
                                /** @example hmac */
                                algorithm: "hmac" | "ed25519";
                                /**
                                 * @description Milliseconds since the epoch; absent of one that an older version stored
                                 * @example 1767225600000
                                 */
                                createdAt?: number;
                                /**
                                 * @description It signs until then; absent of the newest
                                 * @example 1767312000000
                                 */
                                expiresAt?: number;
                                /**
                                 * @description Of ed25519: `whpk_` and the base64 of the public key
                                 * @example whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
                                 */
                                publicKey?: string;
                                /**
                                 * @description Of ed25519: its name in /.well-known/jwks.json (RFC 7638)
                                 * @example kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
                                 */
                                kid?: string;
                            }[];
                            /**
                             * @description Of HMAC, in this answer alone; a private key is never shown
                             * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
                             */
                            secret?: string;
                        }[];
                        /**
                         * @description There are more: ask again with this as `after`
                         * @example billing
                         */
                        next?: string;
                    };
                };
            };
            /** @description INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "billing",
                     *       "topics": [
                     *         "orders",
                     *         "returns.*"
                     *       ],
                     *       "start": "earliest",
                     *       "ordering": "key",
                     *       "batch": {
                     *         "maxEvents": 100,
                     *         "lingerMs": 20
                     *       },
                     *       "retry": {
                     *         "scheduleMs": [
                     *           5000,
                     *           300000
                     *         ]
                     *       },
                     *       "verify": "ping",
                     *       "maxInFlight": 32,
                     *       "filter": {
                     *         "match": {
                     *           "/total": {
                     *             "gt": 10
                     *           },
                     *           "/currency": "EUR"
                     *         }
                     *       },
                     *       "format": "cloudevents-structured",
                     *       "eventHeaders": {
                     *         "include": [
                     *           "region"
                     *         ],
                     *         "prefix": "x-shop-"
                     *       },
                     *       "busHeaders": "all",
                     *       "rateLimit": {
                     *         "requests": 50,
                     *         "perMs": 1000
                     *       },
                     *       "disableAfterMs": 432000000,
                     *       "replies": {
                     *         "topics": [
                     *           "invoices"
                     *         ],
                     *         "topic": "invoices",
                     *         "maxEvents": 100,
                     *         "maxBytes": 65536
                     *       },
                     *       "endpoint": {
                     *         "url": "https://example.com/hook",
                     *         "headers": {
                     *           "x-tenant": "acme"
                     *         },
                     *         "timeoutMs": 15000,
                     *         "proxy": "http://user@proxy.example.com:3128",
                     *         "http2": true,
                     *         "auth": {
                     *           "type": "basic",
                     *           "username": "billing"
                     *         },
                     *         "tls": {
                     *           "serverName": "example.com"
                     *         }
                     *       },
                     *       "certificateExpiresAt": 4733510400000,
                     *       "verification": {
                     *         "state": "verified",
                     *         "at": 1767225600000,
                     *         "detail": "the endpoint answered the ping with 204"
                     *       },
                     *       "state": "active",
                     *       "reason": "paused by a call",
                     *       "listener": {
                     *         "since": 1767225600000
                     *       },
                     *       "offsets": [
                     *         {
                     *           "topic": "orders",
                     *           "partition": 0,
                     *           "committedOffset": 1040,
                     *           "highWatermark": 1042,
                     *           "lag": 2,
                     *           "lagMs": 180,
                     *           "parked": 0,
                     *           "lost": 0
                     *         }
                     *       ],
                     *       "replays": [
                     *         {
                     *           "id": "b2c7f0de-6f3b-4d1a-8e57-c0b6e921a4f0",
                     *           "at": 1767225600000,
                     *           "replayed": 30,
                     *           "remaining": 10,
                     *           "parked": 0,
                     *           "lost": 0,
                     *           "ranges": [
                     *             {
                     *               "topic": "orders",
                     *               "partition": 0,
                     *               "from": 1000,
                     *               "to": 1040,
                     *               "committedOffset": 1030,
                     *               "parked": 0
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "redrives": [
                     *         {
                     *           "id": "0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11",
                     *           "at": 1767225600000,
                     *           "events": 12,
                     *           "remaining": 8,
                     *           "parked": 1,
                     *           "ratePerSecond": 50
                     *         }
                     *       ],
                     *       "health": {
                     *         "state": "closed",
                     *         "since": 1767225600000,
                     *         "failureRate": 0,
                     *         "inFlightLimit": 32,
                     *         "nextProbeAt": 1767225601000,
                     *         "failingSince": 1767225600000
                     *       },
                     *       "secrets": [
                     *         {
                     *           "id": "5f0c2d9b8e1a4736",
                     *           "algorithm": "hmac",
                     *           "createdAt": 1767225600000,
                     *           "expiresAt": 1767312000000,
                     *           "publicKey": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                     *           "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
                     *         }
                     *       ],
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                         * @example billing
                         */
                        name: string;
                        /**
                         * @description Topic names, or prefixes written with a "*" at the end
                         * @example [
                         *       "orders",
                         *       "returns.*"
                         *     ]
                         */
                        topics: string[];
                        /**
                         * @description Where it begins in topics that it does not yet receive
                         * @default latest
                         * @example earliest
                         */
                        start: "latest" | "earliest" | {
                            /** @description Milliseconds since the epoch */
                            timestamp: number;
                        } | {
                            offsets: {
                                [key: string]: {
                                    [key: string]: number;
                                };
                            };
                        };
                        /**
                         * @description What stays in order whatever fails
                         * @default key
                         * @example key
                         */
                        ordering: "key" | "partition" | "none";
                        /**
                         * @description More than one event a request, in one body. `maxBytes` counts that body; one event is sent whatever its size. The headers `posthorn-offset`, `posthorn-last-offset` and `posthorn-count` say what it holds, and where a filter left out events in between, `posthorn-offsets` lists the runs (`10-14,20`). An answer with `posthorn-acked-through: <offset>` acknowledges the events up to that offset, whatever its status but 410; the rest is sent again as a batch of its own, with the retry schedule from its beginning. Nothing is acknowledged by an offset that was not sent
                         * @example {
                         *       "maxEvents": 100,
                         *       "lingerMs": 20
                         *     }
                         */
                        batch?: {
                            /** @default 1 */
                            maxEvents: number;
                            /** @default 1048576 */
                            maxBytes: number;
                            /** @default 0 */
                            lingerMs: number;
                        };
                        /**
                         * @description When a failed delivery is tried again
                         * @example {
                         *       "scheduleMs": [
                         *         5000,
                         *         300000
                         *       ]
                         *     }
                         */
                        retry?: {
                            /**
                             * @default [
                             *       5000,
                             *       300000,
                             *       1800000,
                             *       7200000,
                             *       18000000,
                             *       36000000,
                             *       50400000,
                             *       72000000,
                             *       86400000
                             *     ]
                             */
                            scheduleMs: number[];
                            /** @default 0.2 */
                            jitter: number;
                            maxAgeMs?: number;
                            /** @default 3 */
                            clientErrorAttempts: number;
                        };
                        /**
                         * @description How the endpoint shows that it agrees before anything is sent: a 2xx to a signed POST with `posthorn-verification: ping`, or the handshake of CloudEvents (OPTIONS). Asked again where this or the URL changes
                         * @default none
                         * @example ping
                         */
                        verify: "none" | "ping" | "options";
                        /**
                         * @description Requests that run at once, at most: fewer while the endpoint answers 429, 503 or not in time, or plainly has a queue
                         * @default 32
                         * @example 32
                         */
                        maxInFlight: number;
                        /**
                         * @description Which events it wants: the others cost no request, and move its offsets. A filter is an object with one dialect, or a list of such objects, which all must hold. `match`: JSON pointers into the value, each with a condition; a value that is not JSON never matches. `key`: a condition on the key. `headers`: header names, each with a condition. A condition is a string, number, boolean or null, which must be equal (integers of 64 bits are not rounded), or an object of `eq`, `ne` (also where there is nothing), `in`, `gt`, `gte`, `lt`, `lte`, `prefix`, `suffix`, `exists` and `anything-but` (there is something else), which hold together. `exact`, `prefix`, `suffix`: attributes of a CloudEvent, each with a text; other events have none. `sql`: an expression of CloudEvents SQL 1.0 over such attributes, all of them texts; it must come out as true. `all`, `any`: a list of filters; `not`: a filter. An event for which it can't be evaluated does not pass. Another filter holds from the next event on; what was taken stays owed as it was. Integers go to 2^53 - 1 here. Fetches by its name, while it is paused, are filtered too; `lag` and `lost` count all events
                         * @example {
                         *       "match": {
                         *         "/total": {
                         *           "gt": 10
                         *         },
                         *         "/currency": "EUR"
                         *       }
                         *     }
                         */
                        filter?: unknown;
                        /**
                         * @description `raw`: the value alone, as it was produced; of a batch, a value a line. `ndjson`: a value a line, also of one event. `json-array`: the values in an array. In these three a tombstone, and a value that is not JSON, comes in a request of its own, as in `raw`. `cloudevents-binary`, `cloudevents-structured`: one event a request, with `batch.maxEvents` 1. `cloudevents-batch`: an array of structured CloudEvents. Each JSON value is in them as the very bytes that were produced; other bytes are `data_base64`, or a string where they are text in UTF-8; a tombstone is `"data": null`. A CloudEvent keeps its attributes; any other event gets an `id` of its place in the log, the `source` `/v1/topics/{topic}`, the topic as `type`, its `time`, and its key as `partitionkey`
                         * @default raw
                         * @example cloudevents-structured
                         */
                        format: "raw" | "ndjson" | "json-array" | "cloudevents-binary" | "cloudevents-structured" | "cloudevents-batch";
                        /**
                         * @description Which of an event's own headers are sent with it, and under what names. `traceparent` always is. A batch has none
                         * @example {
                         *       "include": [
                         *         "region"
                         *       ],
                         *       "prefix": "x-shop-"
                         *     }
                         */
                        eventHeaders?: {
                            /** @default all */
                            include: "all" | "none" | string[];
                            /** @description Put before the name of each */
                            prefix?: string;
                        };
                        /**
                         * @description Which of the bus's own headers are sent, beside `webhook-id`, `webhook-timestamp`, `webhook-signature` and `traceparent`, which always are
                         * @default all
                         * @example all
                         */
                        busHeaders: "all" | "none" | ("posthorn-subscription" | "posthorn-topic" | "posthorn-partition" | "posthorn-offset" | "posthorn-last-offset" | "posthorn-offsets" | "posthorn-count" | "posthorn-previous-offset" | "posthorn-key" | "posthorn-timestamp" | "posthorn-tombstone" | "posthorn-attempt" | "posthorn-replay")[];
                        /**
                         * @description At most so many requests in so long, retries and probes among them. Default: no limit
                         * @example {
                         *       "requests": 50,
                         *       "perMs": 1000
                         *     }
                         */
                        rateLimit?: {
                            /** @example 50 */
                            requests: number;
                            /**
                             * @description Milliseconds
                             * @default 1000
                             * @example 1000
                             */
                            perMs: number;
                            /**
                             * @description How many may begin at once; default: what 100 ms give
                             * @example 5
                             */
                            burst?: number;
                        };
                        /**
                         * @description The subscription is paused when for so long no request has succeeded; -1: never
                         * @default 432000000
                         * @example 432000000
                         */
                        disableAfterMs: number;
                        /** @description A 2xx answer may carry events: CloudEvents (`ce-*` headers, application/cloudevents+json or -batch+json), or application/json `{"produce":[{"topic","value","key"?, ...}]}` with the fields of POST .../batches. They are appended in one commit with the progress of the delivery, exactly once, with headers `reply-of-subscription -topic -partition -offset`. A reply that can not be appended (unknown topic, refused by its schema, malformed, too large) is a failed attempt of phase `reply`. 204, an empty answer, and any other one, carry none */
                        replies?: {
                            /**
                             * @description Where replies may go: topic names, or prefixes written with a "*" at the end (of dead letter topics none). One of the topics that it receives is allowed: then its replies come back to it
                             * @example [
                             *       "invoices"
                             *     ]
                             */
                            topics: string[];
                            /**
                             * @description Where CloudEvents go, which name no topic. Default: the one of `topics`, where it is one name
                             * @example invoices
                             */
                            topic?: string;
                            /**
                             * @description Of one answer, at most 10000
                             * @default 1000
                             * @example 100
                             */
                            maxEvents: number;
                            /**
                             * @description Of one answer's body, at most 4194304
                             * @default 262144
                             * @example 65536
                             */
                            maxBytes: number;
                        };
                        endpoint: {
                            /**
                             * @description http or https
                             * @example https://example.com/hook
                             */
                            url?: string;
                            /** @description In the place of `url`, for development: deliveries go to a listener (`posthorn listen`) alone. While there is none the subscription rests: its lag grows, and nothing fails */
                            listen?: boolean;
                            /**
                             * @description Sent with every request, and shown: credentials belong into auth
                             * @example {
                             *       "x-tenant": "acme"
                             *     }
                             */
                            headers?: {
                                [key: string]: string;
                            };
                            /**
                             * @description For one whole attempt, in milliseconds
                             * @default 15000
                             * @example 15000
                             */
                            timeoutMs: number;
                            /**
                             * @description http or https URL of a proxy, with its user and password, that a tunnel (CONNECT) is asked of; "none": not even that of POSTHORN_PROXY. Shown without the password
                             * @example http://user@proxy.example.com:3128
                             */
                            proxy?: string;
                            /**
                             * @description Whether HTTP/2 is spoken where the endpoint offers it
                             * @default true
                             * @example true
                             */
                            http2: boolean;
                            /**
                             * @example {
                             *       "type": "basic",
                             *       "username": "billing"
                             *     }
                             */
                            auth?: {
                                /** @enum {string} */
                                type: "oauth2";
                                /** @description Asked for a token by client credentials (RFC 6749, 4.4) */
                                tokenUrl: string;
                                clientId: string;
                                /** @description Scopes, with spaces between them */
                                scope?: string;
                                /** @description Sent along where the token endpoint wants one */
                                audience?: string;
                                /**
                                 * @description Where the client id and secret stand in the request for a token
                                 * @default basic
                                 */
                                style: "basic" | "body";
                            } | {
                                /** @enum {string} */
                                type: "basic";
                                username: string;
                            } | {
                                /** @enum {string} */
                                type: "bearer";
                            };
                            /**
                             * @example {
                             *       "serverName": "example.com"
                             *     }
                             */
                            tls?: {
                                /** @description PEM: the client certificate, and those between it and its root */
                                certificate?: string;
                                /** @description PEM: roots that are trusted in place of the public ones */
                                ca?: string;
                                /** @description The name that is asked for and proven, where it is not the URL's */
                                serverName?: string;
                            };
                        };
                        /**
                         * @description When the client certificate ends, milliseconds since the epoch
                         * @example 4733510400000
                         */
                        certificateExpiresAt?: number;
                        /**
                         * @example {
                         *       "state": "verified",
                         *       "at": 1767225600000,
                         *       "detail": "the endpoint answered the ping with 204"
                         *     }
                         */
                        verification?: {
                            state: "pending" | "verified" | "failed";
                            /** @description Milliseconds since the epoch */
                            at: number;
                            /** @description What was answered */
                            detail: string;
                            /** @description Requests a minute that the endpoint allows: deliveries keep to it */
                            allowedRatePerMinute?: number;
                        };
                        /** @example active */
                        state: "active" | "paused";
                        /**
                         * @description Why it is paused, or rests
                         * @example paused by a call
                         */
                        reason?: string;
                        /** @description While a listener is attached: deliveries go to it and not to the URL */
                        listener?: {
                            /**
                             * @description Milliseconds since the epoch
                             * @example 1767225600000
                             */
                            since: number;
                        };
                        offsets: {
                            /** @example orders */
                            topic: string;
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description Everything below is delivered or parked
                             * @example 1040
                             */
                            committedOffset: number;
                            /** @example 1042 */
                            highWatermark: number;
                            /**
                             * @description Events
                             * @example 2
                             */
                            lag: number;
                            /**
                             * @description Age of the oldest of them
                             * @example 180
                             */
                            lagMs: number;
                            /**
                             * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                             * @example 0
                             */
                            parked: number;
                            /**
                             * @description Events that a trim or retention deleted before they were delivered, in all
                             * @example 0
                             */
                            lost: number;
                        }[];
                        /** @description The replays that run, oldest first; 8 at most */
                        replays: {
                            /**
                             * @description The id of a replay, as the seek answered it
                             * @example b2c7f0de-6f3b-4d1a-8e57-c0b6e921a4f0
                             */
                            id: string;
                            /**
                             * @description When it was begun, milliseconds since the epoch
                             * @example 1767225600000
                             */
                            at: number;
                            /**
                             * @description Events below its committed offsets
                             * @example 30
                             */
                            replayed: number;
                            /**
                             * @description Events from there on
                             * @example 10
                             */
                            remaining: number;
                            /**
                             * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                             * @example 0
                             */
                            parked: number;
                            /**
                             * @description Events that a trim or retention deleted before they were replayed
                             * @example 0
                             */
                            lost: number;
                            ranges: {
                                /** @example orders */
                                topic: string;
                                /** @example 0 */
                                partition: number;
                                /**
                                 * @description First offset
                                 * @example 1000
                                 */
                                from: number;
                                /**
                                 * @description First offset that is no longer part of it
                                 * @example 1040
                                 */
                                to: number;
                                /**
                                 * @description Everything below is delivered or parked
                                 * @example 1030
                                 */
                                committedOffset: number;
                                /**
                                 * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                                 * @example 0
                                 */
                                parked: number;
                            }[];
                        }[];
                        /** @description The redrives that run, oldest first; with the replays 8 at most */
                        redrives: {
                            /**
                             * @description The id of a redrive, as the call that began it answered it
                             * @example 0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11
                             */
                            id: string;
                            /**
                             * @description When it was begun, milliseconds since the epoch
                             * @example 1767225600000
                             */
                            at: number;
                            /**
                             * @description Dead letters
                             * @example 12
                             */
                            events: number;
                            /**
                             * @description Of them, those that it has not come to
                             * @example 8
                             */
                            remaining: number;
                            /**
                             * @description Unfinished deliveries among the others: under way, or waiting for their next attempt
                             * @example 1
                             */
                            parked: number;
                            /**
                             * @description Dead letters that it takes a second, at most; default: as fast as the endpoint and the limits allow
                             * @example 50
                             */
                            ratePerSecond?: number;
                        }[];
                        /** @description Of the endpoint. What is not kept over a restart is shown while the subscription is active */
                        health: {
                            /**
                             * @description `closed`: it is well. `open`: it is plainly down; one probe at a time is sent, with growing pauses, and lag grows. `half-open`: a probe has succeeded; a few more must
                             * @example closed
                             */
                            state: "closed" | "open" | "half-open";
                            /**
                             * @description Milliseconds since the epoch
                             * @example 1767225600000
                             */
                            since?: number;
                            /**
                             * @description Share of the requests of the last 30 seconds that failed
                             * @example 0
                             */
                            failureRate?: number;
                            /**
                             * @description Requests that may run at once now, up to `maxInFlight`
                             * @example 32
                             */
                            inFlightLimit?: number;
                            /**
                             * @description Nothing is sent before
                             * @example 1767225601000
                             */
                            nextProbeAt?: number;
                            /**
                             * @description No request has succeeded since
                             * @example 1767225600000
                             */
                            failingSince?: number;
                        };
                        /** @description Those that sign now, newest first, without the secrets themselves */
                        secrets: {
                            /** @example 5f0c2d9b8e1a4736 */
                            id: string;
                            /** @example hmac */
                            algorithm: "hmac" | "ed25519";
                            /**
                             * @description Milliseconds since the epoch; absent of one that an older version stored
                             * @example 1767225600000
                             */
                            createdAt?: number;
                            /**
                             * @description It signs until then; absent of the newest
                             * @example 1767312000000
                             */
                            expiresAt?: number;
                            /**
                             * @description Of ed25519: `whpk_` and the base64 of the public key
                             * @example whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
                             */
                            publicKey?: string;
                            /**
                             * @description Of ed25519: its name in /.well-known/jwks.json (RFC 7638)
                             * @example kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
                             */
                            kid?: string;
                        }[];
                        /**
                         * @description Of HMAC, in this answer alone; a private key is never shown
                         * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
                         */
                        secret?: string;
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "billing",
                     *       "topics": [
                     *         "orders",
                     *         "returns.*"
                     *       ],
                     *       "start": "earliest",
                     *       "ordering": "key",
                     *       "batch": {
                     *         "maxEvents": 100,
                     *         "lingerMs": 20
                     *       },
                     *       "retry": {
                     *         "scheduleMs": [
                     *           5000,
                     *           300000
                     *         ]
                     *       },
                     *       "verify": "ping",
                     *       "maxInFlight": 32,
                     *       "filter": {
                     *         "match": {
                     *           "/total": {
                     *             "gt": 10
                     *           },
                     *           "/currency": "EUR"
                     *         }
                     *       },
                     *       "format": "cloudevents-structured",
                     *       "eventHeaders": {
                     *         "include": [
                     *           "region"
                     *         ],
                     *         "prefix": "x-shop-"
                     *       },
                     *       "busHeaders": "all",
                     *       "rateLimit": {
                     *         "requests": 50,
                     *         "perMs": 1000
                     *       },
                     *       "disableAfterMs": 432000000,
                     *       "replies": {
                     *         "topics": [
                     *           "invoices"
                     *         ],
                     *         "topic": "invoices",
                     *         "maxEvents": 100,
                     *         "maxBytes": 65536
                     *       },
                     *       "endpoint": {
                     *         "url": "https://example.com/hook",
                     *         "headers": {
                     *           "x-tenant": "acme"
                     *         },
                     *         "timeoutMs": 15000,
                     *         "proxy": "http://user@proxy.example.com:3128",
                     *         "http2": true,
                     *         "auth": {
                     *           "type": "basic",
                     *           "username": "billing"
                     *         },
                     *         "tls": {
                     *           "serverName": "example.com"
                     *         }
                     *       },
                     *       "certificateExpiresAt": 4733510400000,
                     *       "verification": {
                     *         "state": "verified",
                     *         "at": 1767225600000,
                     *         "detail": "the endpoint answered the ping with 204"
                     *       },
                     *       "state": "active",
                     *       "reason": "paused by a call",
                     *       "listener": {
                     *         "since": 1767225600000
                     *       },
                     *       "offsets": [
                     *         {
                     *           "topic": "orders",
                     *           "partition": 0,
                     *           "committedOffset": 1040,
                     *           "highWatermark": 1042,
                     *           "lag": 2,
                     *           "lagMs": 180,
                     *           "parked": 0,
                     *           "lost": 0
                     *         }
                     *       ],
                     *       "replays": [
                     *         {
                     *           "id": "b2c7f0de-6f3b-4d1a-8e57-c0b6e921a4f0",
                     *           "at": 1767225600000,
                     *           "replayed": 30,
                     *           "remaining": 10,
                     *           "parked": 0,
                     *           "lost": 0,
                     *           "ranges": [
                     *             {
                     *               "topic": "orders",
                     *               "partition": 0,
                     *               "from": 1000,
                     *               "to": 1040,
                     *               "committedOffset": 1030,
                     *               "parked": 0
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "redrives": [
                     *         {
                     *           "id": "0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11",
                     *           "at": 1767225600000,
                     *           "events": 12,
                     *           "remaining": 8,
                     *           "parked": 1,
                     *           "ratePerSecond": 50
                     *         }
                     *       ],
                     *       "health": {
                     *         "state": "closed",
                     *         "since": 1767225600000,
                     *         "failureRate": 0,
                     *         "inFlightLimit": 32,
                     *         "nextProbeAt": 1767225601000,
                     *         "failingSince": 1767225600000
                     *       },
                     *       "secrets": [
                     *         {
                     *           "id": "5f0c2d9b8e1a4736",
                     *           "algorithm": "hmac",
                     *           "createdAt": 1767225600000,
                     *           "expiresAt": 1767312000000,
                     *           "publicKey": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                     *           "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
                     *         }
                     *       ],
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                         * @example billing
                         */
                        name: string;
                        /**
                         * @description Topic names, or prefixes written with a "*" at the end
                         * @example [
                         *       "orders",
                         *       "returns.*"
                         *     ]
                         */
                        topics: string[];
                        /**
                         * @description Where it begins in topics that it does not yet receive
                         * @default latest
                         * @example earliest
                         */
                        start: "latest" | "earliest" | {
                            /** @description Milliseconds since the epoch */
                            timestamp: number;
                        } | {
                            offsets: {
                                [key: string]: {
                                    [key: string]: number;
                                };
                            };
                        };
                        /**
                         * @description What stays in order whatever fails
                         * @default key
                         * @example key
                         */
                        ordering: "key" | "partition" | "none";
                        /**
                         * @description More than one event a request, in one body. `maxBytes` counts that body; one event is sent whatever its size. The headers `posthorn-offset`, `posthorn-last-offset` and `posthorn-count` say what it holds, and where a filter left out events in between, `posthorn-offsets` lists the runs (`10-14,20`). An answer with `posthorn-acked-through: <offset>` acknowledges the events up to that offset, whatever its status but 410; the rest is sent again as a batch of its own, with the retry schedule from its beginning. Nothing is acknowledged by an offset that was not sent
                         * @example {
                         *       "maxEvents": 100,
                         *       "lingerMs": 20
                         *     }
                         */
                        batch?: {
                            /** @default 1 */
                            maxEvents: number;
                            /** @default 1048576 */
                            maxBytes: number;
                            /** @default 0 */
                            lingerMs: number;
                        };
                        /**
                         * @description When a failed delivery is tried again
                         * @example {
                         *       "scheduleMs": [
                         *         5000,
                         *         300000
                         *       ]
                         *     }
                         */
                        retry?: {
                            /**
                             * @default [
                             *       5000,
                             *       300000,
                             *       1800000,
                             *       7200000,
                             *       18000000,
                             *       36000000,
                             *       50400000,
                             *       72000000,
                             *       86400000
                             *     ]
                             */
                            scheduleMs: number[];
                            /** @default 0.2 */
                            jitter: number;
                            maxAgeMs?: number;
                            /** @default 3 */
                            clientErrorAttempts: number;
                        };
                        /**
                         * @description How the endpoint shows that it agrees before anything is sent: a 2xx to a signed POST with `posthorn-verification: ping`, or the handshake of CloudEvents (OPTIONS). Asked again where this or the URL changes
                         * @default none
                         * @example ping
                         */
                        verify: "none" | "ping" | "options";
                        /**
                         * @description Requests that run at once, at most: fewer while the endpoint answers 429, 503 or not in time, or plainly has a queue
                         * @default 32
                         * @example 32
                         */
                        maxInFlight: number;
                        /**
                         * @description Which events it wants: the others cost no request, and move its offsets. A filter is an object with one dialect, or a list of such objects, which all must hold. `match`: JSON pointers into the value, each with a condition; a value that is not JSON never matches. `key`: a condition on the key. `headers`: header names, each with a condition. A condition is a string, number, boolean or null, which must be equal (integers of 64 bits are not rounded), or an object of `eq`, `ne` (also where there is nothing), `in`, `gt`, `gte`, `lt`, `lte`, `prefix`, `suffix`, `exists` and `anything-but` (there is something else), which hold together. `exact`, `prefix`, `suffix`: attributes of a CloudEvent, each with a text; other events have none. `sql`: an expression of CloudEvents SQL 1.0 over such attributes, all of them texts; it must come out as true. `all`, `any`: a list of filters; `not`: a filter. An event for which it can't be evaluated does not pass. Another filter holds from the next event on; what was taken stays owed as it was. Integers go to 2^53 - 1 here. Fetches by its name, while it is paused, are filtered too; `lag` and `lost` count all events
                         * @example {
                         *       "match": {
                         *         "/total": {
                         *           "gt": 10
                         *         },
                         *         "/currency": "EUR"
                         *       }
                         *     }
                         */
                        filter?: unknown;
                        /**
                         * @description `raw`: the value alone, as it was produced; of a batch, a value a line. `ndjson`: a value a line, also of one event. `json-array`: the values in an array. In these three a tombstone, and a value that is not JSON, comes in a request of its own, as in `raw`. `cloudevents-binary`, `cloudevents-structured`: one event a request, with `batch.maxEvents` 1. `cloudevents-batch`: an array of structured CloudEvents. Each JSON value is in them as the very bytes that were produced; other bytes are `data_base64`, or a string where they are text in UTF-8; a tombstone is `"data": null`. A CloudEvent keeps its attributes; any other event gets an `id` of its place in the log, the `source` `/v1/topics/{topic}`, the topic as `type`, its `time`, and its key as `partitionkey`
                         * @default raw
                         * @example cloudevents-structured
                         */
                        format: "raw" | "ndjson" | "json-array" | "cloudevents-binary" | "cloudevents-structured" | "cloudevents-batch";
                        /**
                         * @description Which of an event's own headers are sent with it, and under what names. `traceparent` always is. A batch has none
                         * @example {
                         *       "include": [
                         *         "region"
                         *       ],
                         *       "prefix": "x-shop-"
                         *     }
                         */
                        eventHeaders?: {
                            /** @default all */
                            include: "all" | "none" | string[];
                            /** @description Put before the name of each */
                            prefix?: string;
                        };
                        /**
                         * @description Which of the bus's own headers are sent, beside `webhook-id`, `webhook-timestamp`, `webhook-signature` and `traceparent`, which always are
                         * @default all
                         * @example all
                         */
                        busHeaders: "all" | "none" | ("posthorn-subscription" | "posthorn-topic" | "posthorn-partition" | "posthorn-offset" | "posthorn-last-offset" | "posthorn-offsets" | "posthorn-count" | "posthorn-previous-offset" | "posthorn-key" | "posthorn-timestamp" | "posthorn-tombstone" | "posthorn-attempt" | "posthorn-replay")[];
                        /**
                         * @description At most so many requests in so long, retries and probes among them. Default: no limit
                         * @example {
                         *       "requests": 50,
                         *       "perMs": 1000
                         *     }
                         */
                        rateLimit?: {
                            /** @example 50 */
                            requests: number;
                            /**
                             * @description Milliseconds
                             * @default 1000
                             * @example 1000
                             */
                            perMs: number;
                            /**
                             * @description How many may begin at once; default: what 100 ms give
                             * @example 5
                             */
                            burst?: number;
                        };
                        /**
                         * @description The subscription is paused when for so long no request has succeeded; -1: never
                         * @default 432000000
                         * @example 432000000
                         */
                        disableAfterMs: number;
                        /** @description A 2xx answer may carry events: CloudEvents (`ce-*` headers, application/cloudevents+json or -batch+json), or application/json `{"produce":[{"topic","value","key"?, ...}]}` with the fields of POST .../batches. They are appended in one commit with the progress of the delivery, exactly once, with headers `reply-of-subscription -topic -partition -offset`. A reply that can not be appended (unknown topic, refused by its schema, malformed, too large) is a failed attempt of phase `reply`. 204, an empty answer, and any other one, carry none */
                        replies?: {
                            /**
                             * @description Where replies may go: topic names, or prefixes written with a "*" at the end (of dead letter topics none). One of the topics that it receives is allowed: then its replies come back to it
                             * @example [
                             *       "invoices"
                             *     ]
                             */
                            topics: string[];
                            /**
                             * @description Where CloudEvents go, which name no topic. Default: the one of `topics`, where it is one name
                             * @example invoices
                             */
                            topic?: string;
                            /**
                             * @description Of one answer, at most 10000
                             * @default 1000
                             * @example 100
                             */
                            maxEvents: number;
                            /**
                             * @description Of one answer's body, at most 4194304
                             * @default 262144
                             * @example 65536
                             */
                            maxBytes: number;
                        };
                        endpoint: {
                            /**
                             * @description http or https
                             * @example https://example.com/hook
                             */
                            url?: string;
                            /** @description In the place of `url`, for development: deliveries go to a listener (`posthorn listen`) alone. While there is none the subscription rests: its lag grows, and nothing fails */
                            listen?: boolean;
                            /**
                             * @description Sent with every request, and shown: credentials belong into auth
                             * @example {
                             *       "x-tenant": "acme"
                             *     }
                             */
                            headers?: {
                                [key: string]: string;
                            };
                            /**
                             * @description For one whole attempt, in milliseconds
                             * @default 15000
                             * @example 15000
                             */
                            timeoutMs: number;
                            /**
                             * @description http or https URL of a proxy, with its user and password, that a tunnel (CONNECT) is asked of; "none": not even that of POSTHORN_PROXY. Shown without the password
                             * @example http://user@proxy.example.com:3128
                             */
                            proxy?: string;
                            /**
                             * @description Whether HTTP/2 is spoken where the endpoint offers it
                             * @default true
                             * @example true
                             */
                            http2: boolean;
                            /**
                             * @example {
                             *       "type": "basic",
                             *       "username": "billing"
                             *     }
                             */
                            auth?: {
                                /** @enum {string} */
                                type: "oauth2";
                                /** @description Asked for a token by client credentials (RFC 6749, 4.4) */
                                tokenUrl: string;
                                clientId: string;
                                /** @description Scopes, with spaces between them */
                                scope?: string;
                                /** @description Sent along where the token endpoint wants one */
                                audience?: string;
                                /**
                                 * @description Where the client id and secret stand in the request for a token
                                 * @default basic
                                 */
                                style: "basic" | "body";
                            } | {
                                /** @enum {string} */
                                type: "basic";
                                username: string;
                            } | {
                                /** @enum {string} */
                                type: "bearer";
                            };
                            /**
                             * @example {
                             *       "serverName": "example.com"
                             *     }
                             */
                            tls?: {
                                /** @description PEM: the client certificate, and those between it and its root */
                                certificate?: string;
                                /** @description PEM: roots that are trusted in place of the public ones */
                                ca?: string;
                                /** @description The name that is asked for and proven, where it is not the URL's */
                                serverName?: string;
                            };
                        };
                        /**
                         * @description When the client certificate ends, milliseconds since the epoch
                         * @example 4733510400000
                         */
                        certificateExpiresAt?: number;
                        /**
                         * @example {
                         *       "state": "verified",
                         *       "at": 1767225600000,
                         *       "detail": "the endpoint answered the ping with 204"
                         *     }
                         */
                        verification?: {
                            state: "pending" | "verified" | "failed";
                            /** @description Milliseconds since the epoch */
                            at: number;
                            /** @description What was answered */
                            detail: string;
                            /** @description Requests a minute that the endpoint allows: deliveries keep to it */
                            allowedRatePerMinute?: number;
                        };
                        /** @example active */
                        state: "active" | "paused";
                        /**
                         * @description Why it is paused, or rests
                         * @example paused by a call
                         */
                        reason?: string;
                        /** @description While a listener is attached: deliveries go to it and not to the URL */
                        listener?: {
                            /**
                             * @description Milliseconds since the epoch
                             * @example 1767225600000
                             */
                            since: number;
                        };
                        offsets: {
                            /** @example orders */
                            topic: string;
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description Everything below is delivered or parked
                             * @example 1040
                             */
                            committedOffset: number;
                            /** @example 1042 */
                            highWatermark: number;
                            /**
                             * @description Events
                             * @example 2
                             */
                            lag: number;
                            /**
                             * @description Age of the oldest of them
                             * @example 180
                             */
                            lagMs: number;
                            /**
                             * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                             * @example 0
                             */
                            parked: number;
                            /**
                             * @description Events that a trim or retention deleted before they were delivered, in all
                             * @example 0
                             */
                            lost: number;
                        }[];
                        /** @description The replays that run, oldest first; 8 at most */
                        replays: {
                            /**
                             * @description The id of a replay, as the seek answered it
                             * @example b2c7f0de-6f3b-4d1a-8e57-c0b6e921a4f0
                             */
                            id: string;
                            /**
                             * @description When it was begun, milliseconds since the epoch
                             * @example 1767225600000
                             */
                            at: number;
                            /**
                             * @description Events below its committed offsets
                             * @example 30
                             */
                            replayed: number;
                            /**
                             * @description Events from there on
                             * @example 10
                             */
                            remaining: number;
                            /**
                             * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                             * @example 0
                             */
                            parked: number;
                            /**
                             * @description Events that a trim or retention deleted before they were replayed
                             * @example 0
                             */
                            lost: number;
                            ranges: {
                                /** @example orders */
                                topic: string;
                                /** @example 0 */
                                partition: number;
                                /**
                                 * @description First offset
                                 * @example 1000
                                 */
                                from: number;
                                /**
                                 * @description First offset that is no longer part of it
                                 * @example 1040
                                 */
                                to: number;
                                /**
                                 * @description Everything below is delivered or parked
                                 * @example 1030
                                 */
                                committedOffset: number;
                                /**
                                 * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                                 * @example 0
                                 */
                                parked: number;
                            }[];
                        }[];
                        /** @description The redrives that run, oldest first; with the replays 8 at most */
                        redrives: {
                            /**
                             * @description The id of a redrive, as the call that began it answered it
                             * @example 0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11
                             */
                            id: string;
                            /**
                             * @description When it was begun, milliseconds since the epoch
                             * @example 1767225600000
                             */
                            at: number;
                            /**
                             * @description Dead letters
                             * @example 12
                             */
                            events: number;
                            /**
                             * @description Of them, those that it has not come to
                             * @example 8
                             */
                            remaining: number;
                            /**
                             * @description Unfinished deliveries among the others: under way, or waiting for their next attempt
                             * @example 1
                             */
                            parked: number;
                            /**
                             * @description Dead letters that it takes a second, at most; default: as fast as the endpoint and the limits allow
                             * @example 50
                             */
                            ratePerSecond?: number;
                        }[];
                        /** @description Of the endpoint. What is not kept over a restart is shown while the subscription is active */
                        health: {
                            /**
                             * @description `closed`: it is well. `open`: it is plainly down; one probe at a time is sent, with growing pauses, and lag grows. `half-open`: a probe has succeeded; a few more must
                             * @example closed
                             */
                            state: "closed" | "open" | "half-open";
                            /**
                             * @description Milliseconds since the epoch
                             * @example 1767225600000
                             */
                            since?: number;
                            /**
                             * @description Share of the requests of the last 30 seconds that failed
                             * @example 0
                             */
                            failureRate?: number;
                            /**
                             * @description Requests that may run at once now, up to `maxInFlight`
                             * @example 32
                             */
                            inFlightLimit?: number;
                            /**
                             * @description Nothing is sent before
                             * @example 1767225601000
                             */
                            nextProbeAt?: number;
                            /**
                             * @description No request has succeeded since
                             * @example 1767225600000
                             */
                            failingSince?: number;
                        };
                        /** @description Those that sign now, newest first, without the secrets themselves */
                        secrets: {
                            /** @example 5f0c2d9b8e1a4736 */
                            id: string;
                            /** @example hmac */
                            algorithm: "hmac" | "ed25519";
                            /**
                             * @description Milliseconds since the epoch; absent of one that an older version stored
                             * @example 1767225600000
                             */
                            createdAt?: number;
                            /**
                             * @description It signs until then; absent of the newest
                             * @example 1767312000000
                             */
                            expiresAt?: number;
                            /**
                             * @description Of ed25519: `whpk_` and the base64 of the public key
                             * @example whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
                             */
                            publicKey?: string;
                            /**
                             * @description Of ed25519: its name in /.well-known/jwks.json (RFC 7638)
                             * @example kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
                             */
                            kid?: string;
                        }[];
                        /**
                         * @description Of HMAC, in this answer alone; a private key is never shown
                         * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
                         */
                        secret?: string;
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ENDPOINT_NOT_VERIFIED, VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifySubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "billing",
                     *       "topics": [
                     *         "orders",
                     *         "returns.*"
                     *       ],
                     *       "start": "earliest",
                     *       "ordering": "key",
                     *       "batch": {
                     *         "maxEvents": 100,
                     *         "lingerMs": 20
                     *       },
                     *       "retry": {
                     *         "scheduleMs": [
                     *           5000,
                     *           300000
                     *         ]
                     *       },
                     *       "verify": "ping",
                     *       "maxInFlight": 32,
                     *       "filter": {
                     *         "match": {
                     *           "/total": {
                     *             "gt": 10
                     *           },
                     *           "/currency": "EUR"
                     *         }
                     *       },
                     *       "format": "cloudevents-structured",
                     *       "eventHeaders": {
                     *         "include": [
                     *           "region"
                     *         ],
                     *         "prefix": "x-shop-"
                     *       },
                     *       "busHeaders": "all",
                     *       "rateLimit": {
                     *         "requests": 50,
                     *         "perMs": 1000
                     *       },
                     *       "disableAfterMs": 432000000,
                     *       "replies": {
                     *         "topics": [
                     *           "invoices"
                     *         ],
                     *         "topic": "invoices",
                     *         "maxEvents": 100,
                     *         "maxBytes": 65536
                     *       },
                     *       "endpoint": {
                     *         "url": "https://example.com/hook",
                     *         "headers": {
                     *           "x-tenant": "acme"
                     *         },
                     *         "timeoutMs": 15000,
                     *         "proxy": "http://user@proxy.example.com:3128",
                     *         "http2": true,
                     *         "auth": {
                     *           "type": "basic",
                     *           "username": "billing"
                     *         },
                     *         "tls": {
                     *           "serverName": "example.com"
                     *         }
                     *       },
                     *       "certificateExpiresAt": 4733510400000,
                     *       "verification": {
                     *         "state": "verified",
                     *         "at": 1767225600000,
                     *         "detail": "the endpoint answered the ping with 204"
                     *       },
                     *       "state": "active",
                     *       "reason": "paused by a call",
                     *       "listener": {
                     *         "since": 1767225600000
                     *       },
                     *       "offsets": [
                     *         {
                     *           "topic": "orders",
                     *           "partition": 0,
                     *           "committedOffset": 1040,
                     *           "highWatermark": 1042,
                     *           "lag": 2,
                     *           "lagMs": 180,
                     *           "parked": 0,
                     *           "lost": 0
                     *         }
                     *       ],
                     *       "replays": [
                     *         {
                     *           "id": "b2c7f0de-6f3b-4d1a-8e57-c0b6e921a4f0",
                     *           "at": 1767225600000,
                     *           "replayed": 30,
                     *           "remaining": 10,
                     *           "parked": 0,
                     *           "lost": 0,
                     *           "ranges": [
                     *             {
                     *               "topic": "orders",
                     *               "partition": 0,
                     *               "from": 1000,
                     *               "to": 1040,
                     *               "committedOffset": 1030,
                     *               "parked": 0
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "redrives": [
                     *         {
                     *           "id": "0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11",
                     *           "at": 1767225600000,
                     *           "events": 12,
                     *           "remaining": 8,
                     *           "parked": 1,
                     *           "ratePerSecond": 50
                     *         }
                     *       ],
                     *       "health": {
                     *         "state": "closed",
                     *         "since": 1767225600000,
                     *         "failureRate": 0,
                     *         "inFlightLimit": 32,
                     *         "nextProbeAt": 1767225601000,
                     *         "failingSince": 1767225600000
                     *       },
                     *       "secrets": [
                     *         {
                     *           "id": "5f0c2d9b8e1a4736",
                     *           "algorithm": "hmac",
                     *           "createdAt": 1767225600000,
                     *           "expiresAt": 1767312000000,
                     *           "publicKey": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                     *           "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
                     *         }
                     *       ],
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                         * @example billing
                         */
                        name: string;
                        /**
                         * @description Topic names, or prefixes written with a "*" at the end
                         * @example [
                         *       "orders",
                         *       "returns.*"
                         *     ]
                         */
                        topics: string[];
                        /**
                         * @description Where it begins in topics that it does not yet receive
                         * @default latest
                         * @example earliest
                         */
                        start: "latest" | "earliest" | {
                            /** @description Milliseconds since the epoch */
                            timestamp: number;
                        } | {
                            offsets: {
                                [key: string]: {
                                    [key: string]: number;
                                };
                            };
                        };
                        /**
                         * @description What stays in order whatever fails
                         * @default key
                         * @example key
                         */
                        ordering: "key" | "partition" | "none";
                        /**
                         * @description More than one event a request, in one body. `maxBytes` counts that body; one event is sent whatever its size. The headers `posthorn-offset`, `posthorn-last-offset` and `posthorn-count` say what it holds, and where a filter left out events in between, `posthorn-offsets` lists the runs (`10-14,20`). An answer with `posthorn-acked-through: <offset>` acknowledges the events up to that offset, whatever its status but 410; the rest is sent again as a batch of its own, with the retry schedule from its beginning. Nothing is acknowledged by an offset that was not sent
                         * @example {
                         *       "maxEvents": 100,
                         *       "lingerMs": 20
                         *     }
                         */
                        batch?: {
                            /** @default 1 */
                            maxEvents: number;
                            /** @default 1048576 */
                            maxBytes: number;
                            /** @default 0 */
                            lingerMs: number;
                        };
                        /**
                         * @description When a failed delivery is tried again
                         * @example {
                         *       "scheduleMs": [
                         *         5000,
                         *         300000
                         *       ]
                         *     }
                         */
                        retry?: {
                            /**
                             * @default [
                             *       5000,
                             *       300000,
                             *       1800000,
                             *       7200000,
                             *       18000000,
                             *       36000000,
                             *       50400000,
                             *       72000000,
                             *       86400000
                             *     ]
                             */
                            scheduleMs: number[];
                            /** @default 0.2 */
                            jitter: number;
                            maxAgeMs?: number;
                            /** @default 3 */
                            clientErrorAttempts: number;
                        };
                        /**
                         * @description How the endpoint shows that it agrees before anything is sent: a 2xx to a signed POST with `posthorn-verification: ping`, or the handshake of CloudEvents (OPTIONS). Asked again where this or the URL changes
                         * @default none
                         * @example ping
                         */
                        verify: "none" | "ping" | "options";
                        /**
                         * @description Requests that run at once, at most: fewer while the endpoint answers 429, 503 or not in time, or plainly has a queue
                         * @default 32
                         * @example 32
                         */
                        maxInFlight: number;
                        /**
                         * @description Which events it wants: the others cost no request, and move its offsets. A filter is an object with one dialect, or a list of such objects, which all must hold. `match`: JSON pointers into the value, each with a condition; a value that is not JSON never matches. `key`: a condition on the key. `headers`: header names, each with a condition. A condition is a string, number, boolean or null, which must be equal (integers of 64 bits are not rounded), or an object of `eq`, `ne` (also where there is nothing), `in`, `gt`, `gte`, `lt`, `lte`, `prefix`, `suffix`, `exists` and `anything-but` (there is something else), which hold together. `exact`, `prefix`, `suffix`: attributes of a CloudEvent, each with a text; other events have none. `sql`: an expression of CloudEvents SQL 1.0 over such attributes, all of them texts; it must come out as true. `all`, `any`: a list of filters; `not`: a filter. An event for which it can't be evaluated does not pass. Another filter holds from the next event on; what was taken stays owed as it was. Integers go to 2^53 - 1 here. Fetches by its name, while it is paused, are filtered too; `lag` and `lost` count all events
                         * @example {
                         *       "match": {
                         *         "/total": {
                         *           "gt": 10
                         *         },
                         *         "/currency": "EUR"
                         *       }
                         *     }
                         */
                        filter?: unknown;
                        /**
                         * @description `raw`: the value alone, as it was produced; of a batch, a value a line. `ndjson`: a value a line, also of one event. `json-array`: the values in an array. In these three a tombstone, and a value that is not JSON, comes in a request of its own, as in `raw`. `cloudevents-binary`, `cloudevents-structured`: one event a request, with `batch.maxEvents` 1. `cloudevents-batch`: an array of structured CloudEvents. Each JSON value is in them as the very bytes that were produced; other bytes are `data_base64`, or a string where they are text in UTF-8; a tombstone is `"data": null`. A CloudEvent keeps its attributes; any other event gets an `id` of its place in the log, the `source` `/v1/topics/{topic}`, the topic as `type`, its `time`, and its key as `partitionkey`
                         * @default raw
                         * @example cloudevents-structured
                         */
                        format: "raw" | "ndjson" | "json-array" | "cloudevents-binary" | "cloudevents-structured" | "cloudevents-batch";
                        /**
                         * @description Which of an event's own headers are sent with it, and under what names. `traceparent` always is. A batch has none
                         * @example {
                         *       "include": [
                         *         "region"
                         *       ],
                         *       "prefix": "x-shop-"
                         *     }
                         */
                        eventHeaders?: {
                            /** @default all */
                            include: "all" | "none" | string[];
                            /** @description Put before the name of each */
                            prefix?: string;
                        };
                        /**
                         * @description Which of the bus's own headers are sent, beside `webhook-id`, `webhook-timestamp`, `webhook-signature` and `traceparent`, which always are
                         * @default all
                         * @example all
                         */
                        busHeaders: "all" | "none" | ("posthorn-subscription" | "posthorn-topic" | "posthorn-partition" | "posthorn-offset" | "posthorn-last-offset" | "posthorn-offsets" | "posthorn-count" | "posthorn-previous-offset" | "posthorn-key" | "posthorn-timestamp" | "posthorn-tombstone" | "posthorn-attempt" | "posthorn-replay")[];
                        /**
                         * @description At most so many requests in so long, retries and probes among them. Default: no limit
                         * @example {
                         *       "requests": 50,
                         *       "perMs": 1000
                         *     }
                         */
                        rateLimit?: {
                            /** @example 50 */
                            requests: number;
                            /**
                             * @description Milliseconds
                             * @default 1000
                             * @example 1000
                             */
                            perMs: number;
                            /**
                             * @description How many may begin at once; default: what 100 ms give
                             * @example 5
                             */
                            burst?: number;
                        };
                        /**
                         * @description The subscription is paused when for so long no request has succeeded; -1: never
                         * @default 432000000
                         * @example 432000000
                         */
                        disableAfterMs: number;
                        /** @description A 2xx answer may carry events: CloudEvents (`ce-*` headers, application/cloudevents+json or -batch+json), or application/json `{"produce":[{"topic","value","key"?, ...}]}` with the fields of POST .../batches. They are appended in one commit with the progress of the delivery, exactly once, with headers `reply-of-subscription -topic -partition -offset`. A reply that can not be appended (unknown topic, refused by its schema, malformed, too large) is a failed attempt of phase `reply`. 204, an empty answer, and any other one, carry none */
                        replies?: {
                            /**
                             * @description Where replies may go: topic names, or prefixes written with a "*" at the end (of dead letter topics none). One of the topics that it receives is allowed: then its replies come back to it
                             * @example [
                             *       "invoices"
                             *     ]
                             */
                            topics: string[];
                            /**
                             * @description Where CloudEvents go, which name no topic. Default: the one of `topics`, where it is one name
                             * @example invoices
                             */
                            topic?: string;
                            /**
                             * @description Of one answer, at most 10000
                             * @default 1000
                             * @example 100
                             */
                            maxEvents: number;
                            /**
                             * @description Of one answer's body, at most 4194304
                             * @default 262144
                             * @example 65536
                             */
                            maxBytes: number;
                        };
                        endpoint: {
                            /**
                             * @description http or https
                             * @example https://example.com/hook
                             */
                            url?: string;
                            /** @description In the place of `url`, for development: deliveries go to a listener (`posthorn listen`) alone. While there is none the subscription rests: its lag grows, and nothing fails */
                            listen?: boolean;
                            /**
                             * @description Sent with every request, and shown: credentials belong into auth
                             * @example {
                             *       "x-tenant": "acme"
                             *     }
                             */
                            headers?: {
                                [key: string]: string;
                            };
                            /**
                             * @description For one whole attempt, in milliseconds
                             * @default 15000
                             * @example 15000
                             */
                            timeoutMs: number;
                            /**
                             * @description http or https URL of a proxy, with its user and password, that a tunnel (CONNECT) is asked of; "none": not even that of POSTHORN_PROXY. Shown without the password
                             * @example http://user@proxy.example.com:3128
                             */
                            proxy?: string;
                            /**
                             * @description Whether HTTP/2 is spoken where the endpoint offers it
                             * @default true
                             * @example true
                             */
                            http2: boolean;
                            /**
                             * @example {
                             *       "type": "basic",
                             *       "username": "billing"
                             *     }
                             */
                            auth?: {
                                /** @enum {string} */
                                type: "oauth2";
                                /** @description Asked for a token by client credentials (RFC 6749, 4.4) */
                                tokenUrl: string;
                                clientId: string;
                                /** @description Scopes, with spaces between them */
                                scope?: string;
                                /** @description Sent along where the token endpoint wants one */
                                audience?: string;
                                /**
                                 * @description Where the client id and secret stand in the request for a token
                                 * @default basic
                                 */
                                style: "basic" | "body";
                            } | {
                                /** @enum {string} */
                                type: "basic";
                                username: string;
                            } | {
                                /** @enum {string} */
                                type: "bearer";
                            };
                            /**
                             * @example {
                             *       "serverName": "example.com"
                             *     }
                             */
                            tls?: {
                                /** @description PEM: the client certificate, and those between it and its root */
                                certificate?: string;
                                /** @description PEM: roots that are trusted in place of the public ones */
                                ca?: string;
                                /** @description The name that is asked for and proven, where it is not the URL's */
                                serverName?: string;
                            };
                        };
                        /**
                         * @description When the client certificate ends, milliseconds since the epoch
                         * @example 4733510400000
                         */
                        certificateExpiresAt?: number;
                        /**
                         * @example {
                         *       "state": "verified",
                         *       "at": 1767225600000,
                         *       "detail": "the endpoint answered the ping with 204"
                         *     }
                         */
                        verification?: {
                            state: "pending" | "verified" | "failed";
                            /** @description Milliseconds since the epoch */
                            at: number;
                            /** @description What was answered */
                            detail: string;
                            /** @description Requests a minute that the endpoint allows: deliveries keep to it */
                            allowedRatePerMinute?: number;
                        };
                        /** @example active */
                        state: "active" | "paused";
                        /**
                         * @description Why it is paused, or rests
                         * @example paused by a call
                         */
                        reason?: string;
                        /** @description While a listener is attached: deliveries go to it and not to the URL */
                        listener?: {
                            /**
                             * @description Milliseconds since the epoch
                             * @example 1767225600000
                             */
                            since: number;
                        };
                        offsets: {
                            /** @example orders */
                            topic: string;
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description Everything below is delivered or parked
                             * @example 1040
                             */
                            committedOffset: number;
                            /** @example 1042 */
                            highWatermark: number;
                            /**
                             * @description Events
                             * @example 2
                             */
                            lag: number;
                            /**
                             * @description Age of the oldest of them
                             * @example 180
                             */
                            lagMs: number;
                            /**
                             * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                             * @example 0
                             */
                            parked: number;
                            /**
                             * @description Events that a trim or retention deleted before they were delivered, in all
                             * @example 0
                             */
                            lost: number;
                        }[];
                        /** @description The replays that run, oldest first; 8 at most */
                        replays: {
                            /**
                             * @description The id of a replay, as the seek answered it
                             * @example b2c7f0de-6f3b-4d1a-8e57-c0b6e921a4f0
                             */
                            id: string;
                            /**
                             * @description When it was begun, milliseconds since the epoch
                             * @example 1767225600000
                             */
                            at: number;
                            /**
                             * @description Events below its committed offsets
                             * @example 30
                             */
                            replayed: number;
                            /**
                             * @description Events from there on
                             * @example 10
                             */
                            remaining: number;
                            /**
                             * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                             * @example 0
                             */
                            parked: number;
                            /**
                             * @description Events that a trim or retention deleted before they were replayed
                             * @example 0
                             */
                            lost: number;
                            ranges: {
                                /** @example orders */
                                topic: string;
                                /** @example 0 */
                                partition: number;
                                /**
                                 * @description First offset
                                 * @example 1000
                                 */
                                from: number;
                                /**
                                 * @description First offset that is no longer part of it
                                 * @example 1040
                                 */
                                to: number;
                                /**
                                 * @description Everything below is delivered or parked
                                 * @example 1030
                                 */
                                committedOffset: number;
                                /**
                                 * @description Unfinished deliveries below the committed offset: under way, or waiting for their next attempt
                                 * @example 0
                                 */
                                parked: number;
                            }[];
                        }[];
                        /** @description The redrives that run, oldest first; with the replays 8 at most */
                        redrives: {
                            /**
                             * @description The id of a redrive, as the call that began it answered it
                             * @example 0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11
                             */
                            id: string;
                            /**
                             * @description When it was begun, milliseconds since the epoch
                             * @example 1767225600000
                             */
                            at: number;
                            /**
                             * @description Dead letters
                             * @example 12
                             */
                            events: number;
                            /**
                             * @description Of them, those that it has not come to
                             * @example 8
                             */
                            remaining: number;
                            /**
                             * @description Unfinished deliveries among the others: under way, or waiting for their next attempt
                             * @example 1
                             */
                            parked: number;
                            /**
                             * @description Dead letters that it takes a second, at most; default: as fast as the endpoint and the limits allow
                             * @example 50
                             */
                            ratePerSecond?: number;
                        }[];
                        /** @description Of the endpoint. What is not kept over a restart is shown while the subscription is active */
                        health: {
                            /**
                             * @description `closed`: it is well. `open`: it is plainly down; one probe at a time is sent, with growing pauses, and lag grows. `half-open`: a probe has succeeded; a few more must
                             * @example closed
                             */
                            state: "closed" | "open" | "half-open";
                            /**
                             * @description Milliseconds since the epoch
                             * @example 1767225600000
                             */
                            since?: number;
                            /**
                             * @description Share of the requests of the last 30 seconds that failed
                             * @example 0
                             */
                            failureRate?: number;
                            /**
                             * @description Requests that may run at once now, up to `maxInFlight`
                             * @example 32
                             */
                            inFlightLimit?: number;
                            /**
                             * @description Nothing is sent before
                             * @example 1767225601000
                             */
                            nextProbeAt?: number;
                            /**
                             * @description No request has succeeded since
                             * @example 1767225600000
                             */
                            failingSince?: number;
                        };
                        /** @description Those that sign now, newest first, without the secrets themselves */
                        secrets: {
                            /** @example 5f0c2d9b8e1a4736 */
                            id: string;
                            /** @example hmac */
                            algorithm: "hmac" | "ed25519";
                            /**
                             * @description Milliseconds since the epoch; absent of one that an older version stored
                             * @example 1767225600000
                             */
                            createdAt?: number;
                            /**
                             * @description It signs until then; absent of the newest
                             * @example 1767312000000
                             */
                            expiresAt?: number;
                            /**
                             * @description Of ed25519: `whpk_` and the base64 of the public key
                             * @example whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
                             */
                            publicKey?: string;
                            /**
                             * @description Of ed25519: its name in /.well-known/jwks.json (RFC 7638)
                             * @example kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
                             */
                            kid?: string;
                        }[];
                        /**
                         * @description Of HMAC, in this answer alone; a private key is never shown
                         * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
                         */
                        secret?: string;
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmVerificationByGet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
                /**
                 * @description As it stood in WebHook-Request-Callback
                 * @example q83vEjRWeJCrze8SNFZ4kA
                 */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "verified"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "verified";
                    };
                };
            };
            /** @description INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERIFICATION_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmVerification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
                /**
                 * @description As it stood in WebHook-Request-Callback
                 * @example q83vEjRWeJCrze8SNFZ4kA
                 */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "verified"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "verified";
                    };
                };
            };
            /** @description INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERIFICATION_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seekSubscription: {
        parameters: {
            query?: {
                /**
                 * @description Only count: nothing is changed
                 * @example true
                 */
                dryRun?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "to": "earliest"
                 *     }
                 */
                "application/json": {
                    /** @example earliest */
                    to: "earliest" | "latest";
                    /**
                     * @description Only these of its topics, by name
                     * @example [
                     *       "orders"
                     *     ]
                     */
                    topics?: string[];
                } | {
                    /**
                     * @description To the first event at or after it, milliseconds since the epoch
                     * @example 1767225600000
                     */
                    timestamp: number;
                    /**
                     * @description Only these of its topics, by name
                     * @example [
                     *       "orders"
                     *     ]
                     */
                    topics?: string[];
                } | {
                    /** @description Each partition once */
                    offsets: {
                        /** @example orders */
                        topic: string;
                        /** @example 0 */
                        partition: number;
                        /** @example 1000 */
                        offset: number;
                    }[];
                } | {
                    range: {
                        from: ("earliest" | "latest") | {
                            /**
                             * @description To the first event at or after it, milliseconds since the epoch
                             * @example 1767225600000
                             */
                            timestamp: number;
                        } | {
                            /** @description Each partition once */
                            offsets: {
                                /** @example orders */
                                topic: string;
                                /** @example 0 */
                                partition: number;
                                /** @example 1000 */
                                offset: number;
                            }[];
                        };
                        to: ("earliest" | "latest") | {
                            /**
                             * @description To the first event at or after it, milliseconds since the epoch
                             * @example 1767225600000
                             */
                            timestamp: number;
                        } | {
                            /** @description Each partition once */
                            offsets: {
                                /** @example orders */
                                topic: string;
                                /** @example 0 */
                                partition: number;
                                /** @example 1000 */
                                offset: number;
                            }[];
                        };
                        /**
                         * @description Only these of its topics, by name
                         * @example [
                         *       "orders"
                         *     ]
                         */
                        topics?: string[];
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "dryRun": false,
                     *       "replayed": 40,
                     *       "skipped": 0,
                     *       "offsets": [
                     *         {
                     *           "topic": "orders",
                     *           "partition": 0,
                     *           "committedOffset": 1040,
                     *           "newOffset": 1000,
                     *           "replayed": 40,
                     *           "skipped": 0
                     *         }
                     *       ],
                     *       "matching": 12
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Nothing was changed
                         * @example false
                         */
                        dryRun: boolean;
                        /**
                         * @description Events from the new offset up to the committed one: they are sent again
                         * @example 40
                         */
                        replayed: number;
                        /**
                         * @description Events that were not delivered and will not be: from the committed offset up to the new one, and those below the new one that were under way or waited for their next attempt
                         * @example 0
                         */
                        skipped: number;
                        offsets: {
                            /** @example orders */
                            topic: string;
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description Before the seek
                             * @example 1040
                             */
                            committedOffset: number;
                            /**
                             * @description The next event is this one
                             * @example 1000
                             */
                            newOffset: number;
                            /**
                             * @description Events from the new offset up to the committed one: they are sent again
                             * @example 40
                             */
                            replayed: number;
                            /**
                             * @description Events that were not delivered and will not be: from the committed offset up to the new one, and those below the new one that were under way or waited for their next attempt
                             * @example 0
                             */
                            skipped: number;
                        }[];
                        /**
                         * @description Of a dry run: how many of the replayed events the subscription's filter lets pass. Absent where it has none, and where they are too many to look at: `replayed` counts them all
                         * @example 12
                         */
                        matching?: number;
                    } | {
                        /**
                         * @description Nothing was changed
                         * @example false
                         */
                        dryRun: boolean;
                        /**
                         * @description The id of the replay that was begun; absent after a dry run, and where the range holds no event
                         * @example b2c7f0de-6f3b-4d1a-8e57-c0b6e921a4f0
                         */
                        replay?: string;
                        /**
                         * @description Events of the range
                         * @example 40
                         */
                        replayed: number;
                        /**
                         * @description Of a dry run: how many of the replayed events the subscription's filter lets pass. Absent where it has none, and where they are too many to look at: `replayed` counts them all
                         * @example 12
                         */
                        matching?: number;
                        ranges: {
                            /** @example orders */
                            topic: string;
                            /** @example 0 */
                            partition: number;
                            /**
                             * @description First offset
                             * @example 1000
                             */
                            from: number;
                            /**
                             * @description First offset that is no longer part of it
                             * @example 1040
                             */
                            to: number;
                            /**
                             * @description Events of the range
                             * @example 40
                             */
                            replayed: number;
                        }[];
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND, UNKNOWN_TOPIC_OR_PARTITION */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OFFSET_OUT_OF_RANGE */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
                /**
                 * @description The id of a replay, as the seek answered it
                 * @example b2c7f0de-6f3b-4d1a-8e57-c0b6e921a4f0
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is cancelled */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND, REPLAY_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "algorithm": "ed25519",
                 *       "graceMs": 86400000
                 *     }
                 */
                "application/json": {
                    /**
                     * @description `whsec_` and the base64 of 24 to 64 bytes, or `whsk_` and the base64 of an ed25519 key pair (32 bytes of seed, with the 32 of the public key behind them or without)
                     * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
                     */
                    secret?: string;
                    /** @example hmac */
                    algorithm?: "hmac" | "ed25519";
                    /**
                     * @description How long former secrets go on signing; 0: they end at once
                     * @default 86400000
                     * @example 86400000
                     */
                    graceMs?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5f0c2d9b8e1a4736",
                     *       "algorithm": "hmac",
                     *       "createdAt": 1767225600000,
                     *       "expiresAt": 1767312000000,
                     *       "publicKey": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                     *       "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                     *       "secrets": [
                     *         {
                     *           "id": "5f0c2d9b8e1a4736",
                     *           "algorithm": "hmac",
                     *           "createdAt": 1767225600000,
                     *           "expiresAt": 1767312000000,
                     *           "publicKey": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                     *           "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @example 5f0c2d9b8e1a4736 */
                        id: string;
                        /** @example hmac */
                        algorithm: "hmac" | "ed25519";
                        /**
                         * @description Milliseconds since the epoch; absent of one that an older version stored
                         * @example 1767225600000
                         */
                        createdAt?: number;
                        /**
                         * @description It signs until then; absent of the newest
                         * @example 1767312000000
                         */
                        expiresAt?: number;
                        /**
                         * @description Of ed25519: `whpk_` and the base64 of the public key
                         * @example whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
                         */
                        publicKey?: string;
                        /**
                         * @description Of ed25519: its name in /.well-known/jwks.json (RFC 7638)
                         * @example kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
                         */
                        kid?: string;
                        /**
                         * @description Of HMAC, in this answer alone; a private key is never shown
                         * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
                         */
                        secret?: string;
                        /** @description Those that sign now, newest first, without the secrets themselves */
                        secrets: {
                            /** @example 5f0c2d9b8e1a4736 */
                            id: string;
                            /** @example hmac */
                            algorithm: "hmac" | "ed25519";
                            /**
                             * @description Milliseconds since the epoch; absent of one that an older version stored
                             * @example 1767225600000
                             */
                            createdAt?: number;
                            /**
                             * @description It signs until then; absent of the newest
                             * @example 1767312000000
                             */
                            expiresAt?: number;
                            /**
                             * @description Of ed25519: `whpk_` and the base64 of the public key
                             * @example whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
                             */
                            publicKey?: string;
                            /**
                             * @description Of ed25519: its name in /.well-known/jwks.json (RFC 7638)
                             * @example kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
                             */
                            kid?: string;
                        }[];
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8, INVALID_CONFIG */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
                /** @example 5f0c2d9b8e1a4736 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It signs no more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND, SECRET_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SECRET_IN_USE, VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAttempts: {
        parameters: {
            query?: {
                /**
                 * @description Items at most; default 100
                 * @example 20
                 */
                limit?: number;
                /**
                 * @description Only attempts older than this one
                 * @example 812
                 */
                after?: string;
                /** @example retry */
                outcome?: "acknowledged" | "retry" | "dead-lettered" | "expired" | "paused" | "failed";
                /** @example timeout */
                phase?: "address" | "dns" | "connect" | "tls" | "auth" | "timeout" | "status" | "reply";
                /**
                 * @description What the endpoint answered
                 * @example 503
                 */
                status?: number;
                /**
                 * @description Of the event; a batch has none
                 * @example A-17
                 */
                key?: string;
                /** @example orders */
                topic?: string;
                /**
                 * @description Of the topic
                 * @example 0
                 */
                partition?: number;
                /**
                 * @description Deliveries with this event or a later one
                 * @example 1000
                 */
                fromOffset?: number;
                /**
                 * @description Deliveries with this event or an earlier one
                 * @example 1999
                 */
                toOffset?: number;
                /**
                 * @description Begun at this time or later, milliseconds since the epoch
                 * @example 1767225600000
                 */
                since?: number;
                /**
                 * @description Begun at this time or earlier
                 * @example 1767229200000
                 */
                until?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of attempts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "812",
                     *           "topic": "orders",
                     *           "partition": 0,
                     *           "offset": 1041,
                     *           "lastOffset": 1140,
                     *           "key": "A-17",
                     *           "attempt": 1,
                     *           "outcome": "acknowledged",
                     *           "phase": "status",
                     *           "status": 200,
                     *           "durationMs": 12,
                     *           "durations": {
                     *             "dnsMs": 1.2,
                     *             "connectMs": 0.8,
                     *             "tlsMs": 9.1,
                     *             "firstByteMs": 11.4
                     *           },
                     *           "at": 1767225600000,
                     *           "nextAttemptAt": 1767225605000,
                     *           "webhookId": "msg_2b5e9a_1041",
                     *           "ackedThrough": 1060,
                     *           "response": "try later"
                     *         }
                     *       ],
                     *       "next": "812"
                     *     }
                     */
                    "application/json": {
                        items: {
                            /**
                             * @description Of an attempt
                             * @example 812
                             */
                            id: string;
                            /** @example orders */
                            topic: string;
                            /** @example 0 */
                            partition: number;
                            /** @example 1041 */
                            offset: number;
                            /**
                             * @description Of a batch
                             * @example 1140
                             */
                            lastOffset?: number;
                            /** @example A-17 */
                            key?: string;
                            /**
                             * @description From 1
                             * @example 1
                             */
                            attempt: number;
                            /**
                             * @description acknowledged, retry, dead-lettered, expired, paused, failed. failed: of a redrive or a resend, which brings forth no further dead letter
                             * @example acknowledged
                             */
                            outcome: string;
                            /**
                             * @description What failed: address, dns, connect, tls, auth, timeout, status, reply
                             * @example status
                             */
                            phase?: string;
                            /** @example 200 */
                            status?: number;
                            /** @example 12 */
                            durationMs: number;
                            /** @description Parts of `durationMs`, as far as they were there: a connection that was used before is not opened again */
                            durations?: {
                                /**
                                 * @description Looking the name up
                                 * @example 1.2
                                 */
                                dnsMs?: number;
                                /**
                                 * @description Opening the connection
                                 * @example 0.8
                                 */
                                connectMs?: number;
                                /**
                                 * @description Its TLS handshake
                                 * @example 9.1
                                 */
                                tlsMs?: number;
                                /**
                                 * @description From then to the head of the answer
                                 * @example 11.4
                                 */
                                firstByteMs?: number;
                            };
                            /**
                             * @description Milliseconds since the epoch
                             * @example 1767225600000
                             */
                            at: number;
                            /** @example 1767225605000 */
                            nextAttemptAt?: number;
                            /** @description The replay that it was part of */
                            replay?: string;
                            /**
                             * @description Of a redrive or a resend, which are sent under an earlier one
                             * @example msg_2b5e9a_1041
                             */
                            webhookId?: string;
                            /**
                             * @description Of a batch: what `posthorn-acked-through` in the answer said. The events up to this offset are delivered, the rest was not, and goes on as a delivery of its own
                             * @example 1060
                             */
                            ackedThrough?: number;
                            /** @description The redrive that it was part of */
                            redrive?: string;
                            /** @description The attempt that was sent again */
                            resend?: string;
                            /**
                             * @description Start of the response, or the error's text
                             * @example try later
                             */
                            response?: string;
                        }[];
                        /**
                         * @description There are more: ask again with this as `after`
                         * @example 812
                         */
                        next?: string;
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttempt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
                /**
                 * @description Of an attempt
                 * @example 812
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "812",
                     *       "topic": "orders",
                     *       "partition": 0,
                     *       "offset": 1041,
                     *       "lastOffset": 1140,
                     *       "key": "A-17",
                     *       "attempt": 1,
                     *       "outcome": "acknowledged",
                     *       "phase": "status",
                     *       "status": 200,
                     *       "durationMs": 12,
                     *       "durations": {
                     *         "dnsMs": 1.2,
                     *         "connectMs": 0.8,
                     *         "tlsMs": 9.1,
                     *         "firstByteMs": 11.4
                     *       },
                     *       "at": 1767225600000,
                     *       "nextAttemptAt": 1767225605000,
                     *       "webhookId": "msg_2b5e9a_1041",
                     *       "ackedThrough": 1060,
                     *       "response": "try later",
                     *       "requestHeaders": {
                     *         "webhook-id": "msg_2b5e9a_1041",
                     *         "posthorn-offset": "1041",
                     *         "authorization": "(left out)"
                     *       },
                     *       "responseHeaders": {
                     *         "retry-after": "30"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Of an attempt
                         * @example 812
                         */
                        id: string;
                        /** @example orders */
                        topic: string;
                        /** @example 0 */
                        partition: number;
                        /** @example 1041 */
                        offset: number;
                        /**
                         * @description Of a batch
                         * @example 1140
                         */
                        lastOffset?: number;
                        /** @example A-17 */
                        key?: string;
                        /**
                         * @description From 1
                         * @example 1
                         */
                        attempt: number;
                        /**
                         * @description acknowledged, retry, dead-lettered, expired, paused, failed. failed: of a redrive or a resend, which brings forth no further dead letter
                         * @example acknowledged
                         */
                        outcome: string;
                        /**
                         * @description What failed: address, dns, connect, tls, auth, timeout, status, reply
                         * @example status
                         */
                        phase?: string;
                        /** @example 200 */
                        status?: number;
                        /** @example 12 */
                        durationMs: number;
                        /** @description Parts of `durationMs`, as far as they were there: a connection that was used before is not opened again */
                        durations?: {
                            /**
                             * @description Looking the name up
                             * @example 1.2
                             */
                            dnsMs?: number;
                            /**
                             * @description Opening the connection
                             * @example 0.8
                             */
                            connectMs?: number;
                            /**
                             * @description Its TLS handshake
                             * @example 9.1
                             */
                            tlsMs?: number;
                            /**
                             * @description From then to the head of the answer
                             * @example 11.4
                             */
                            firstByteMs?: number;
                        };
                        /**
                         * @description Milliseconds since the epoch
                         * @example 1767225600000
                         */
                        at: number;
                        /** @example 1767225605000 */
                        nextAttemptAt?: number;
                        /** @description The replay that it was part of */
                        replay?: string;
                        /**
                         * @description Of a redrive or a resend, which are sent under an earlier one
                         * @example msg_2b5e9a_1041
                         */
                        webhookId?: string;
                        /**
                         * @description Of a batch: what `posthorn-acked-through` in the answer said. The events up to this offset are delivered, the rest was not, and goes on as a delivery of its own
                         * @example 1060
                         */
                        ackedThrough?: number;
                        /** @description The redrive that it was part of */
                        redrive?: string;
                        /** @description The attempt that was sent again */
                        resend?: string;
                        /**
                         * @description Start of the response, or the error's text
                         * @example try later
                         */
                        response?: string;
                        /**
                         * @description As they were sent, cut where they are long. Not kept of deliveries that succeed at once. Values that the endpoint's configuration sets, credentials, cookies and the signature are left out
                         * @example {
                         *       "webhook-id": "msg_2b5e9a_1041",
                         *       "posthorn-offset": "1041",
                         *       "authorization": "(left out)"
                         *     }
                         */
                        requestHeaders?: {
                            [key: string]: string;
                        };
                        /**
                         * @description Likewise
                         * @example {
                         *       "retry-after": "30"
                         *     }
                         */
                        responseHeaders?: {
                            [key: string]: string;
                        };
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND, ATTEMPT_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resendAttempt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
                /**
                 * @description Of an attempt
                 * @example 812
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "attempt": "812",
                     *       "topic": "orders",
                     *       "partition": 0,
                     *       "offset": 1041,
                     *       "lastOffset": 1041,
                     *       "events": 1
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Of an attempt
                         * @example 812
                         */
                        attempt: string;
                        /** @example orders */
                        topic: string;
                        /** @example 0 */
                        partition: number;
                        /** @example 1041 */
                        offset: number;
                        /** @example 1041 */
                        lastOffset: number;
                        /**
                         * @description That it carries
                         * @example 1
                         */
                        events: number;
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND, ATTEMPT_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OFFSET_OUT_OF_RANGE */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /**
                 * @description Items at most; default 100
                 * @example 20
                 */
                limit?: number;
                /**
                 * @description Only dead letters older than this one
                 * @example 4
                 */
                after?: string;
                /**
                 * @description What became of it; new: it was not sent again
                 * @example failed
                 */
                state?: "new" | "running" | "delivered" | "failed";
            };
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of dead letters */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "offset": 4,
                     *           "at": 1767225600000,
                     *           "key": "A-17",
                     *           "origin": {
                     *             "topic": "orders",
                     *             "partition": 0,
                     *             "offset": 1041,
                     *             "timestamp": 1767225600000
                     *           },
                     *           "attempts": 10,
                     *           "status": 503,
                     *           "reason": "failed 10 times (retry.scheduleMs is used up)",
                     *           "error": "try later",
                     *           "webhookId": "msg_2b5e9a_1041",
                     *           "redriven": {
                     *             "state": "delivered",
                     *             "at": 1767225600000,
                     *             "redrive": "0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11"
                     *           }
                     *         }
                     *       ],
                     *       "next": "4"
                     *     }
                     */
                    "application/json": {
                        items: {
                            /**
                             * @description In the dead letter topic
                             * @example 4
                             */
                            offset: number;
                            /**
                             * @description When it became one, milliseconds since the epoch
                             * @example 1767225600000
                             */
                            at: number;
                            /** @example A-17 */
                            key?: string;
                            origin: {
                                /** @example orders */
                                topic: string;
                                /** @example 0 */
                                partition: number;
                                /** @example 1041 */
                                offset: number;
                                /**
                                 * @description Milliseconds since the epoch
                                 * @example 1767225600000
                                 */
                                timestamp: number;
                            };
                            /**
                             * @description That failed
                             * @example 10
                             */
                            attempts: number;
                            /**
                             * @description Of the last answer
                             * @example 503
                             */
                            status?: number;
                            /** @example failed 10 times (retry.scheduleMs is used up) */
                            reason: string;
                            /**
                             * @description How the last answer began, or what failed
                             * @example try later
                             */
                            error?: string;
                            /** @description The replay that it was part of */
                            replay?: string;
                            /**
                             * @description Of the delivery that failed
                             * @example msg_2b5e9a_1041
                             */
                            webhookId?: string;
                            /** @description What became of it when it was sent again; absent: it was not */
                            redriven?: {
                                /** @example delivered */
                                state: "running" | "delivered" | "failed";
                                /**
                                 * @description Milliseconds since the epoch
                                 * @example 1767225600000
                                 */
                                at: number;
                                /**
                                 * @description The id of a redrive, as the call that began it answered it
                                 * @example 0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11
                                 */
                                redrive: string;
                            };
                        }[];
                        /**
                         * @description There are more: ask again with this as `after`
                         * @example 4
                         */
                        next?: string;
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redriveSubscription: {
        parameters: {
            query?: {
                /**
                 * @description Only count: nothing is begun
                 * @example true
                 */
                dryRun?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "since": 1767225600000,
                 *       "ratePerSecond": 50
                 *     }
                 */
                "application/json": {
                    /**
                     * @description true: the same as naming nothing
                     * @example true
                     */
                    all?: boolean;
                    /**
                     * @description These alone: offsets of the dead letter topic
                     * @example [
                     *       4,
                     *       7
                     *     ]
                     */
                    offsets?: number[];
                    /**
                     * @description Became dead letters at this time or later, milliseconds since the epoch
                     * @example 1767225600000
                     */
                    since?: number;
                    /**
                     * @description Became dead letters at this time or earlier
                     * @example 1767225600000
                     */
                    until?: number;
                    /**
                     * @description A filter is an object with one dialect, or a list of such objects, which all must hold. `match`: JSON pointers into the value, each with a condition; a value that is not JSON never matches. `key`: a condition on the key. `headers`: header names, each with a condition. A condition is a string, number, boolean or null, which must be equal (integers of 64 bits are not rounded), or an object of `eq`, `ne` (also where there is nothing), `in`, `gt`, `gte`, `lt`, `lte`, `prefix`, `suffix`, `exists` and `anything-but` (there is something else), which hold together. `exact`, `prefix`, `suffix`: attributes of a CloudEvent, each with a text; other events have none. `sql`: an expression of CloudEvents SQL 1.0 over such attributes, all of them texts; it must come out as true. `all`, `any`: a list of filters; `not`: a filter.
                     * @example {
                     *       "match": {
                     *         "/total": {
                     *           "gt": 10
                     *         },
                     *         "/currency": "EUR"
                     *       }
                     *     }
                     */
                    filter?: unknown;
                    /**
                     * @description Those that a redrive has delivered, too
                     * @default false
                     * @example true
                     */
                    again?: boolean;
                    /**
                     * @description Dead letters that it takes a second, at most; default: as fast as the endpoint and the limits allow
                     * @example 50
                     */
                    ratePerSecond?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "dryRun": false,
                     *       "redrive": "0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11",
                     *       "events": 12,
                     *       "skipped": {
                     *         "delivered": 3,
                     *         "running": 0
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Nothing was begun
                         * @example false
                         */
                        dryRun: boolean;
                        /**
                         * @description The id of the redrive that was begun; absent after a dry run, and where there is nothing to send
                         * @example 0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11
                         */
                        redrive?: string;
                        /**
                         * @description Dead letters that it takes, counted one by one; one redrive takes at most 100000
                         * @example 12
                         */
                        events: number;
                        /** @description Of those that were asked for, but are left out */
                        skipped: {
                            /**
                             * @description An earlier redrive has delivered them
                             * @example 3
                             */
                            delivered: number;
                            /**
                             * @description Another one is not through with them
                             * @example 0
                             */
                            running: number;
                        };
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8, INVALID_FILTER */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelRedrive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
                /**
                 * @description The id of a redrive, as the call that began it answered it
                 * @example 0f5c1d7e-2a94-4a53-9a0b-7d0f6f1f2c11
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is cancelled */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND, REDRIVE_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR, SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listenToSubscription: {
        parameters: {
            query?: {
                /**
                 * @description End the listener that is attached
                 * @example true
                 */
                takeover?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events, until the client closes, the subscription is deleted or the server stops */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example event: open
                     *     data: {"session":"0f8c5a52-7c1d-4d0e-9f65-1f5ad9c7b1f3","subscription":"billing","state":"active"}
                     *
                     *     event: delivery
                     *     data: {"id":1,"timeoutMs":15000,"answerBytes":1024,"headers":{"content-type":"application/json","webhook-id":"msg_2f9c6f3b8d1a4e57c0b6e921_41","posthorn-topic":"orders","posthorn-offset":"41"},"body":"{\"orderId\":\"A-17\"}"}
                     */
                    "text/event-stream": string;
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SUBSCRIPTION_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_ACCEPTABLE */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description LISTENER_ATTACHED */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    answerDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Subscription name: ^[A-Za-z0-9._-]{1,249}$, at most 245 characters
                 * @example billing
                 */
                name: string;
                /**
                 * @description As `open` of the stream named it
                 * @example 0f8c5a52-7c1d-4d0e-9f65-1f5ad9c7b1f3
                 */
                session: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "answers": [
                 *         {
                 *           "id": 1,
                 *           "status": 200,
                 *           "body": "thank you"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    answers: {
                        /**
                         * @description Of the delivery
                         * @example 1
                         */
                        id: number;
                        /** @example 200 */
                        status?: number;
                        /**
                         * @description Of the answer, e.g. `retry-after`
                         * @example {
                         *       "content-type": "text/plain"
                         *     }
                         */
                        headers?: {
                            [key: string]: string | string[];
                        };
                        /**
                         * @description The start of its body
                         * @example thank you
                         */
                        body?: string;
                        /** @description The same, where it is no text */
                        bodyBase64?: string;
                        /** @description Length of the whole body, where more was cut off */
                        bodyBytes?: number;
                        /** @description Where there was no answer: dns, connect, tls, timeout or status, with `error` */
                        phase?: string;
                        /** @description What went wrong */
                        error?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "taken": 1,
                     *       "late": []
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Answers that counted
                         * @example 1
                         */
                        taken: number;
                        /**
                         * @description Ids that nothing waits for any more: timed out, given back, or answered before
                         * @example []
                         */
                        late: number[];
                    };
                };
            };
            /** @description INVALID_GROUP_ID, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description LISTENER_NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description MESSAGE_TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_JSON, INVALID_UTF8 */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description THROTTLING_QUOTA_EXCEEDED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "ready";
                    };
                };
            };
            /** @description INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN, STORAGE_FULL, STORAGE_READ_ONLY, KAFKA_STORAGE_ERROR */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One metric a line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example # TYPE posthorn_appended_events_total counter
                     *     posthorn_appended_events_total 42
                     */
                    "text/plain": string;
                };
            };
            /** @description INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPublicKeys: {
        parameters: {
            query?: {
                /**
                 * @description Only the keys of this one
                 * @example billing
                 */
                subscription?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "OKP",
                     *           "crv": "Ed25519",
                     *           "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                     *           "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                     *           "use": "sig",
                     *           "alg": "EdDSA"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        keys: {
                            /** @enum {string} */
                            kty: "OKP";
                            /** @enum {string} */
                            crv: "Ed25519";
                            /** @example 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo */
                            x: string;
                            /**
                             * @description The thumbprint of the key (RFC 7638)
                             * @example kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
                             */
                            kid: string;
                            /** @enum {string} */
                            use: "sig";
                            /** @enum {string} */
                            alg: "EdDSA";
                        }[];
                    };
                };
            };
            /** @description They are those of the `if-none-match` that was sent */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpenapi: {
        parameters: {
            query?: {
                /**
                 * @description Names of topics, with commas between them: adds an operation that produces to each, a webhook that receives from it, and its schemas
                 * @example orders,users
                 */
                topics?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.0",
                     *       "info": {
                     *         "title": "Posthorn",
                     *         "version": "0.1.0"
                     *       },
                     *       "paths": {}
                     *     }
                     */
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description INVALID_TOPIC_EXCEPTION, INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_TOPIC_OR_PARTITION */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getErrorCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A table of code, status and meaning */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><title>Error codes</title> */
                    "text/html": string;
                };
            };
            /** @description INVALID_REQUEST */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description HEADERS_TOO_LARGE */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNKNOWN_SERVER_ERROR */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SHUTTING_DOWN */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
