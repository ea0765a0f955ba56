import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { WebhookSettings } from '../webhooks.settings';

const NAME = 'webhook';

/** The secret that all others come from: the setting, or one that the database keeps for all processes. */
@Injectable()
export class MasterSecret {
  private secret: string | null;

  constructor(
    settings: WebhookSettings,
    private readonly dataSource: DataSource,
  ) {
    this.secret = settings.WEBHOOK_SECRET;
  }

  /** 32 bytes for one purpose, which reveal neither the master secret nor those of other purposes. */
  async derive(purpose: string): Promise<Buffer> {
    this.secret ??= await this.stored();
    return createHmac('sha256', this.secret).update(`darkroom webhooks: ${purpose}`).digest();
  }

  /** Reads the secret in the database. The first process writes it; the others wait for that commit. */
  private async stored(): Promise<string> {
    await this.dataSource.query(
      `INSERT INTO instance_secrets (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
      [NAME, randomBytes(32).toString('base64')],
    );
    const [row] = await this.dataSource.query<[{ value: string }]>(
      `SELECT value FROM instance_secrets WHERE name = $1`,
      [NAME],
    );
    return row.value;
  }
}
