import { IsString } from 'class-validator';

export class StorageSettings {
  /** Folder of the embedded databases, uploads and images; made when it is missing. */
  @IsString() DATA_DIR = './data';
}
