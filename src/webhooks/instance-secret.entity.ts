import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A secret that the program made for itself because none was configured. */
@Entity('instance_secrets')
export class InstanceSecretEntity {
  @PrimaryColumn('text') name!: string;

  @Column('text') value!: string;
}
