import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A mark of this database in its storage: the last one, or one of two while it is being rewritten. */
@Entity('storage_marks')
export class StorageMarkEntity {
  @PrimaryColumn('uuid') mark!: string;

  @Column('timestamptz', { default: () => 'now()' }) madeAt!: Date;
}
