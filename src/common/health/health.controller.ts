import { Controller, Get, Inject, ServiceUnavailableException } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
} from '@nestjs/terminus';
import { Cached } from '../caching';
import { ApiError, ProblemDto, problemOf } from '../errors';
import { checkInTime, DEPENDENCIES, type Dependency } from './dependency';

/** Anybody may ask, as often as they like, and each look asks all dependencies and writes to the storage. */
const SHARED_FOR_MS = 1_000;

const NOT_READY = {
  ...problemOf('unavailable', 'Not ready: redis is down.', '/health/ready'),
  details: { postgres: { status: 'up' }, redis: { status: 'down', reason: 'Error' } },
};

function notReady(cause: ServiceUnavailableException): ApiError {
  const { details } = cause.getResponse() as HealthCheckResult;
  const down = Object.keys(details).filter(name => details[name]?.status !== 'up');
  const are = down.length === 1 ? 'is' : 'are';
  return new ApiError('unavailable', `Not ready: ${down.join(', ')} ${are} down.`, { details }, { cause });
}

@ApiTags('Operations')
@Controller('health')
export class HealthController {
  private readonly readiness = new Cached(() => this.look(), SHARED_FOR_MS);

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    @Inject(DEPENDENCIES) private readonly dependencies: Dependency[],
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'Whether the process is alive' })
  @ApiOkResponse({ schema: { example: { status: 'ok' } } })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @HealthCheck({ noCache: true, swaggerDocumentation: false })
  @ApiOperation({ summary: 'Whether it can do its work: a line per dependency' })
  @ApiOkResponse({ schema: { example: { status: 'ok', details: { postgres: { status: 'up' } } } } })
  @ApiExtraModels(ProblemDto)
  @ApiServiceUnavailableResponse({
    description: 'Problem details with the lines',
    content: {
      'application/problem+json': {
        schema: { $ref: getSchemaPath(ProblemDto) },
        examples: { unavailable: { value: NOT_READY, summary: NOT_READY.detail } },
      },
    },
  })
  ready(): Promise<HealthCheckResult> {
    return this.readiness.get();
  }

  private async look(): Promise<HealthCheckResult> {
    try {
      return await this.health.check(this.dependencies.map(dependency => () => this.indicate(dependency)));
    } catch (error) {
      throw error instanceof ServiceUnavailableException ? notReady(error) : error;
    }
  }

  private async indicate(dependency: Dependency) {
    const indicator = this.indicators.check(dependency.name);
    try {
      await checkInTime(dependency);
      return indicator.up();
    } catch (error) {
      // Not what the server said: a message may name addresses and users.
      return indicator.down({ reason: error instanceof Error ? error.name : 'Error' });
    }
  }
}
