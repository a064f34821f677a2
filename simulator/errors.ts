import type Increase from "increase";
import type { Environment } from "./environment";
import { environmentName } from "./environment";

/** What stands in every error of Increase (RFC 9457). https://increase.com/documentation/errors */
const catalogue = {
  invalid_parameters_error: { status: 400, title: "Your request contains invalid parameters." },
  malformed_request_error: { status: 400, title: "Your request could not be understood." },
  invalid_api_key_error: { status: 401, title: "Your API key is invalid." },
  environment_mismatch_error: { status: 403, title: "Your API key belongs to another environment." },
  insufficient_permissions_error: { status: 403, title: "You are not permitted to do this." },
  private_feature_error: { status: 403, title: "This feature is in private beta." },
  api_method_not_found_error: { status: 404, title: "There is no such API method." },
  object_not_found_error: { status: 404, title: "We could not find this object." },
  idempotency_key_already_used_error: { status: 409, title: "This idempotency key was used before." },
  invalid_operation_error: { status: 409, title: "This is not possible in the current state." },
  rate_limited_error: { status: 429, title: "You are sending requests too quickly." },
  internal_server_error: { status: 500, title: "Something went wrong at our side." },
} as const;

export type ErrorType = keyof typeof catalogue;
export type InvalidKeyReason = InstanceType<typeof Increase.InvalidAPIKeyError>["reason"];

export interface ErrorExtras {
  errors?: { field: string; message: string }[];
  reason?: string;
  likely_environment?: "production" | "sandbox" | null;
  resource_id?: string | null;
  retry_after?: number | null;
}

export interface ErrorBody extends ErrorExtras {
  type: string;
  title: string;
  detail: string | null;
  status: number;
}

/** An answer other than success. Thrown anywhere below a route, made into problem JSON by the server. */
export class ApiError extends Error {
  readonly body: ErrorBody;

  constructor(type: ErrorType, detail: string | null, extras: ErrorExtras = {}) {
    super(detail ?? type);
    this.body = { type, ...catalogue[type], detail, ...extras };
  }
}

export function invalidParameters(...errors: { field: string; message: string }[]): ApiError {
  const detail = errors.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join("; ");
  return new ApiError("invalid_parameters_error", detail, { errors });
}

export function invalidApiKey(reason: InvalidKeyReason, detail: string): ApiError {
  return new ApiError("invalid_api_key_error", detail, { reason });
}

export function objectNotFound(id: string, likelyEnvironment: Environment | null = null): ApiError {
  return new ApiError("object_not_found_error", `There is no object with the identifier ${id}.`, {
    likely_environment: likelyEnvironment && environmentName(likelyEnvironment),
  });
}

/** Extras that a type of error always carries, for errors whose type a switch or a fault chooses. */
export function errorOfType(type: ErrorType, detail: string | null, given: ErrorExtras = {}): ApiError {
  const required: Partial<Record<ErrorType, ErrorExtras>> = {
    invalid_parameters_error: { errors: [{ field: "", message: detail ?? "" }] },
    invalid_api_key_error: { reason: "no_credential" },
    object_not_found_error: { likely_environment: null },
    idempotency_key_already_used_error: { resource_id: null },
    rate_limited_error: { retry_after: null },
  };
  return new ApiError(type, detail, { ...required[type], ...given });
}

/** The type Increase uses for a status, where a fault names the status alone. */
export function typeOfStatus(status: number): ErrorType | null {
  const first: Partial<Record<number, ErrorType>> = {
    400: "invalid_parameters_error",
    401: "invalid_api_key_error",
    403: "insufficient_permissions_error",
    404: "object_not_found_error",
    409: "invalid_operation_error",
    429: "rate_limited_error",
    500: "internal_server_error",
  };
  return first[status] ?? null;
}

export const errorTypes = Object.keys(catalogue).filter((type): type is ErrorType => type in catalogue);
