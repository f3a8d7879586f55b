/** Changes, texts for models, and evidence as functions. */
import type { ChangeSpec } from '../dte/index.ts';
import { Part } from './caller.ts';
import type { Body, Query } from './caller.ts';
import type {
  AppliedChange,
  GatewayRules,
  MissionEvidence,
  ModelRoute,
  PreflightResult,
  RecordedEvidence,
  VerifiedChange,
} from './generated/operations.ts';
import type { CallOptions } from './options.ts';

/** Change specs, in the folder of the services' project. */
export class ChangesClient extends Part {
  /** Makes a change spec of a sentence. */
  plan(body: Body<'postDtePlan'>, options?: CallOptions): Promise<ChangeSpec> {
    return this.caller.call('postDtePlan', { body }, options);
  }

  /** Applies a change spec to the files: all of it or nothing. */
  apply(spec: ChangeSpec, query: Query<'postDteApply'> = {}, options?: CallOptions): Promise<AppliedChange> {
    return this.caller.call('postDteApply', { query, body: spec }, options);
  }

  /** Verifies a change: patches, invariants, tests and mutants. */
  verify(body: Body<'postDteVerify'>, options?: CallOptions): Promise<VerifiedChange> {
    return this.caller.call('postDteVerify', { body }, options);
  }
}

/** What may be sent to a model, and to which. */
export class GatewayClient extends Part {
  /** Answers the verdict on a text, and the text without what was taken out. */
  preflight(body: Body<'postGatewayPreflight'>, options?: CallOptions): Promise<PreflightResult> {
    return this.caller.call('postGatewayPreflight', { body }, options);
  }

  /** Answers the digest of policy and rules: the same digest and text give the same verdict. */
  rules(options?: CallOptions): Promise<GatewayRules> {
    return this.caller.call('getGatewayRules', {}, options);
  }

  /** Answers the model for a task. */
  route(body: Body<'postGatewayRoute'>, options?: CallOptions): Promise<ModelRoute> {
    return this.caller.call('postGatewayRoute', { body }, options);
  }
}

/** Evidence of missions. */
export class EvidenceClient extends Part {
  /** Records what happened in a mission, or restores one from what {@link EvidenceClient.mission} answered. */
  record(body: Body<'postEvidenceEvents'>, options?: CallOptions): Promise<RecordedEvidence> {
    return this.caller.call('postEvidenceEvents', { body }, options);
  }

  /** Answers where the result of a mission comes from, and its events. */
  mission(id: string, options?: CallOptions): Promise<MissionEvidence> {
    return this.caller.call('getEvidenceMissionId', { params: { id } }, options);
  }

  /** Answers the audit pack of a mission: the bytes of a ZIP file, for `verifyPack`. */
  export(body: Body<'postEvidenceExport'>, options?: CallOptions): Promise<Uint8Array> {
    return this.caller.call('postEvidenceExport', { body }, options);
  }
}
