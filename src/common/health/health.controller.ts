import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
} from '@nestjs/terminus';
import { DEPENDENCIES, type Dependency } from './dependency';

/** A dependency that does not answer in this time is not there. */
const TIMEOUT_MS = 3_000;

@ApiTags('Operations')
@Controller('health')
export class HealthController {
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
  @ApiServiceUnavailableResponse({
    schema: { example: { status: 'error', details: { postgres: { status: 'down' } } } },
  })
  ready(): Promise<HealthCheckResult> {
    return this.health.check(this.dependencies.map(dependency => () => this.indicate(dependency)));
  }

  private async indicate(dependency: Dependency) {
    const indicator = this.indicators.check(dependency.name);
    const timeout = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('No answer in time')), TIMEOUT_MS).unref();
    });
    try {
      await Promise.race([dependency.check(), timeout]);
      return indicator.up();
    } catch (error) {
      // Not what the server said: a message may name addresses and users.
      return indicator.down({ reason: error instanceof Error ? error.name : 'Error' });
    }
  }
}
