import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the storage of this database has written in it: the last one, or while it is written anew one of two. */
@Entity('storage_marks')
export class StorageMarkEntity {
  @PrimaryColumn('uuid') mark!: string;

  @Column('timestamptz', { default: () => 'now()' }) madeAt!: Date;
}
