import type { Host } from '../service.ts';
import { BucketStore } from './store/buckets.ts';
import { Listings } from './store/listings.ts';
import { ObjectStore } from './store/objects.ts';
import { UploadStore } from './store/uploads.ts';

/** The running service: its stores. Bytes are the host's blobs. */
export class S3State {
  readonly buckets: BucketStore;
  readonly objects: ObjectStore;
  readonly uploads: UploadStore;
  readonly listings: Listings;

  constructor({ storage }: Host) {
    this.buckets = new BucketStore(storage);
    this.objects = new ObjectStore(storage);
    this.uploads = new UploadStore(storage);
    this.listings = new Listings(storage);
  }

  /** For the gateway: whether `/name/…` of an unsigned request means a bucket. */
  async bucketExists(name: string): Promise<boolean> {
    return (await this.buckets.find(name)) !== undefined;
  }
}
