// Every call of the API, in the order of the documentation: the one list that server, OpenAPI and tests read.
import type { Fetcher } from '../../consume/fetch.js';
import type { Groups } from '../../consume/groups/groups.js';
import type { SharedGroups } from '../../consume/groups/shared/shared-groups.js';
import type { LongPolls } from '../../consume/long-polls.js';
import type { Tails } from '../../consume/tail.js';
import type { FilterCheck } from '../../filters/check-filter.js';
import type { Producer } from '../../produce/produce.js';
import type { ListenerSessions } from '../../push/listener/listener-sessions.js';
import type { PublicKeys } from '../../push/signing/public-keys.js';
import type { Subscriptions } from '../../push/subscriptions.js';
import type { TestDeliveries } from '../../push/test-delivery/test-deliveries.js';
import type { Schemas } from '../../schemas/schemas.js';
import type { Topics } from '../../topics/topics.js';
import type { Transactions } from '../../transactions/transactions.js';
import type { Route } from '../route.js';
import { acknowledgeEventsRoute } from './acknowledge-events.js';
import { answerDeliveriesRoute } from './answer-deliveries.js';
import { cancelRedriveRoute } from './cancel-redrive.js';
import { cancelReplayRoute } from './cancel-replay.js';
import { checkFilterRoute } from './check-filter.js';
import { checkSchemaRoute } from './check-schema.js';
import { commitTransactionRoute } from './commit-transaction.js';
import { confirmVerificationRoutes } from './confirm-verification.js';
import { deleteGroupRoute } from './delete-group.js';
import { deleteGroupMemberRoute } from './delete-group-member.js';
import { deleteSecretRoute } from './delete-secret.js';
import { deleteSubscriptionRoute } from './delete-subscription.js';
import { deleteTopicRoute } from './delete-topic.js';
import { errorCodesRoute } from './error-codes.js';
import { fetchEventsRoute } from './fetch-events.js';
import { fetchGroupRoute } from './fetch-group.js';
import { getAttemptRoute } from './get-attempt.js';
import { getGroupRoute } from './get-group.js';
import { getSchemaRoute } from './get-schema.js';
import { getSubscriptionRoute } from './get-subscription.js';
import { getTopicRoute } from './get-topic.js';
import { healthLiveRoute } from './health-live.js';
import { healthReadyRoute, type Readiness } from './health-ready.js';
import { jwksJsonRoute } from './jwks-json.js';
import { listAttemptsRoute } from './list-attempts.js';
import { listDeadLettersRoute } from './list-dead-letters.js';
import { listGroupsRoute } from './list-groups.js';
import { listSchemasRoute } from './list-schemas.js';
import { listSubscriptionsRoute } from './list-subscriptions.js';
import { listTopicsRoute } from './list-topics.js';
import { listenToSubscriptionRoute } from './listen-to-subscription.js';
import { type MetricsPage, metricsRoute } from './metrics.js';
import { openapiJsonRoute } from './openapi-json.js';
import { pauseSubscriptionRoute } from './pause-subscription.js';
import { produceBatchRoute } from './produce-batch.js';
import { produceEventsRoute } from './produce-events.js';
import { putSchemaRoute } from './put-schema.js';
import { putSubscriptionRoute } from './put-subscription.js';
import { putTopicRoute } from './put-topic.js';
import { redriveSubscriptionRoute } from './redrive-subscription.js';
import { resendAttemptRoute } from './resend-attempt.js';
import { resumeSubscriptionRoute } from './resume-subscription.js';
import { rotateSecretRoute } from './rotate-secret.js';
import { seekSubscriptionRoute } from './seek-subscription.js';
import { setGroupOffsetsRoute } from './set-group-offsets.js';
import { tailEventsRoute } from './tail-events.js';
import { testSubscriptionRoute } from './test-subscription.js';
import { trimTopicRoute } from './trim-topic.js';
import { verifySubscriptionRoute } from './verify-subscription.js';

export type RouteDependencies = {
  readonly topics: Topics;
  readonly schemas: Schemas;
  readonly producer: Producer;
  readonly transactions: Transactions;
  readonly fetcher: Fetcher;
  readonly polls: LongPolls;
  readonly tails: Tails;
  readonly groups: Groups;
  readonly sharedGroups: SharedGroups;
  readonly checkFilter: FilterCheck;
  readonly subscriptions: Subscriptions;
  readonly listeners: ListenerSessions;
  readonly tests: TestDeliveries;
  readonly publicKeys: PublicKeys;
  readonly readiness: Readiness;
  readonly metrics: MetricsPage;
};

export function makeRoutes(parts: RouteDependencies): readonly Route[] {
  const {
    topics,
    schemas,
    producer,
    transactions,
    fetcher,
    polls,
    tails,
    groups,
    sharedGroups,
    checkFilter,
    subscriptions,
    listeners,
    tests,
    publicKeys,
    readiness,
    metrics,
  } = parts;
  return [
    putTopicRoute(topics),
    listTopicsRoute(topics),
    getTopicRoute(topics),
    deleteTopicRoute(topics),
    trimTopicRoute(topics),
    putSchemaRoute(schemas),
    checkSchemaRoute(schemas),
    listSchemasRoute(schemas),
    getSchemaRoute(schemas),
    produceEventsRoute(producer),
    produceBatchRoute(producer),
    commitTransactionRoute(transactions),
    fetchEventsRoute(fetcher, polls),
    tailEventsRoute(tails),
    checkFilterRoute(checkFilter),
    fetchGroupRoute(groups),
    acknowledgeEventsRoute(sharedGroups),
    setGroupOffsetsRoute(groups),
    listGroupsRoute(groups),
    getGroupRoute(groups),
    deleteGroupRoute(groups),
    deleteGroupMemberRoute(groups),
    putSubscriptionRoute(subscriptions),
    listSubscriptionsRoute(subscriptions),
    getSubscriptionRoute(subscriptions),
    deleteSubscriptionRoute(subscriptions),
    pauseSubscriptionRoute(subscriptions),
    resumeSubscriptionRoute(subscriptions),
    verifySubscriptionRoute(subscriptions),
    ...confirmVerificationRoutes(subscriptions),
    seekSubscriptionRoute(subscriptions),
    cancelReplayRoute(subscriptions),
    rotateSecretRoute(subscriptions),
    deleteSecretRoute(subscriptions),
    listAttemptsRoute(subscriptions),
    getAttemptRoute(subscriptions),
    resendAttemptRoute(subscriptions),
    listDeadLettersRoute(subscriptions),
    redriveSubscriptionRoute(subscriptions),
    cancelRedriveRoute(subscriptions),
    listenToSubscriptionRoute(subscriptions, listeners),
    answerDeliveriesRoute(listeners),
    testSubscriptionRoute(tests),
    healthLiveRoute(),
    healthReadyRoute(readiness),
    metricsRoute(metrics),
    jwksJsonRoute(publicKeys),
    openapiJsonRoute(schemas),
    errorCodesRoute(),
  ];
}
