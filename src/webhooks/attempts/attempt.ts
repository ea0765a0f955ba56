import type { OutboundErrorCode } from '../../common/outbound';
import type { WebhookType } from '../webhook-types';
import type { NextAttempt, ReceiverAnswer } from './next-attempt';

/** The reasons why an attempt got no answer. `not_sent`: a reason of our own, which is in the operator's log. */
export type AttemptErrorCode = OutboundErrorCode | 'not_sent';

/** Everything needed to send a delivery. */
export interface TakenDelivery {
  deliveryId: string;
  /** The claim number under which this sender holds it. */
  claim: number;
  owner: string;
  requestId: string | null;
  run: number | null;
  subscriptionId: string | null;
  url: string;
  receiver: string;
  type: WebhookType;
  payload: string;
  /** The trace context of its request; null where nothing is traced, or the request is gone. */
  traceparent: string | null;
  /** The number of attempts before this one, in all and on the present schedule. */
  attempts: number;
  scheduleStep: number;
  /** The subscription's sealed secrets that sign, several during a rotation; none where the owner's own secret does. */
  sealedSecrets: string[];
}

/** The result of sending it. */
export interface AttemptAnswer extends ReceiverAnswer {
  attemptedAt: Date;
  latencyMs: number;
  errorCode: AttemptErrorCode | null;
}

/** A completed attempt, and the next state of its delivery. */
export interface Attempt {
  delivery: TakenDelivery;
  answer: AttemptAnswer;
  next: NextAttempt;
}
