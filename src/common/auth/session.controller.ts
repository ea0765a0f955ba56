import { Controller, Delete, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiProblems } from '../errors';
import { ApiKeySettings } from './api-key.settings';
import { sessionFor } from './api-key.middleware';
import { cookieOptions, SESSION_COOKIE } from './session-cookie';

/** Lets pages call without a header: their event streams and downloads cannot send one. */
@ApiTags('Operations')
@Controller('api/session')
export class SessionController {
  constructor(private readonly settings: ApiKeySettings) {}

  @Post()
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Trade an API key for a cookie',
    description: 'Send the key as with any call; the cookie then does instead, until the browser is closed.',
  })
  @ApiNoContentResponse({ description: 'The cookie is set, if there are keys at all' })
  @ApiProblems({})
  begin(@Req() request: Request, @Res({ passthrough: true }) response: Response): void {
    const session = sessionFor(request, this.settings.API_KEYS);
    if (session !== null) response.cookie(SESSION_COOKIE, session, cookieOptions(request));
  }

  @Delete()
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Give the cookie back' })
  @ApiNoContentResponse({ description: 'The cookie is gone' })
  @ApiProblems({})
  end(@Req() request: Request, @Res({ passthrough: true }) response: Response): void {
    response.clearCookie(SESSION_COOKIE, cookieOptions(request));
  }
}
