export { type Costs, rateLimit } from './rate-limit.middleware';
export { RateLimitSettings } from './rate-limit.settings';
export { RateLimiter } from './rate-limiter';
