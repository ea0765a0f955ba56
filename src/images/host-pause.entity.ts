import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A host that asked to slow down; every worker leaves it alone until the time is over. */
@Entity('host_pauses')
@Index('host_pauses_until', ['until'])
export class HostPauseEntity {
  /** The host, as `host:port`. */
  @PrimaryColumn('text') host!: string;

  @Column('timestamptz') until!: Date;

  /** The time since which it has let nothing through: patience is measured from here. */
  @Column('timestamptz') throttledSince!: Date;
}
