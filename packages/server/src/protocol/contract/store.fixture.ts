import type { ServiceModel } from '../model.ts';

/** A made-up service in S3's manner: everything that REST-XML bindings can do and Lambda's model does not. */
export const STORE: ServiceModel = {
  service: 'store',
  apiVersion: '2020-01-01',
  serviceId: 'Store',
  protocols: ['rest-xml'],
  xmlNamespace: 'http://store.example.com/doc/2020-01-01/',
  operations: {
    GetThing: {
      http: ['GET', '/{Shelf}/{Key+}?x-id=GetThing', 200],
      input: 'GetThingRequest',
      output: 'GetThingOutput',
    },
    GetThingTags: { http: ['GET', '/{Shelf}/{Key+}?tags', 200], input: 'GetThingTagsRequest', output: 'Tagging' },
    PutThing: {
      http: ['PUT', '/{Shelf}/{Key+}?x-id=PutThing', 200],
      input: 'PutThingRequest',
      output: 'PutThingOutput',
    },
    PutThingPart: { http: ['PUT', '/{Shelf}/{Key+}', 200], input: 'PutThingPartRequest', output: 'PutThingOutput' },
    CopyThing: { http: ['PUT', '/{Shelf}/{Key+}', 200], input: 'CopyThingRequest', output: 'CopyThingOutput' },
    PutShelfAcl: { http: ['PUT', '/{Shelf}?acl', 200], input: 'PutShelfAclRequest' },
    DescribeShelf: {
      http: ['POST', '/{Shelf}?describe&version=2', 200],
      input: 'DescribeShelfRequest',
      output: 'DescribeShelfOutput',
    },
    DeleteThing: { http: ['DELETE', '/{Shelf}/{Key+}', 204], input: 'GetThingTagsRequest' },
  },
  shapes: {
    Body: { type: 'blob', streaming: true },
    Metadata: { type: 'map', key: 'string', of: 'string' },
    Times: { type: 'list', of: { shape: 'timestamp' } },
    Strings: { type: 'list', of: { shape: 'string', xmlName: 'Item' } },
    Numbers: { type: 'list', of: 'integer' },
    GetThingRequest: {
      type: 'structure',
      members: {
        Shelf: { shape: 'string', required: true, in: 'label' },
        Key: { shape: 'string', required: true, in: 'label' },
        IfModifiedSince: { shape: 'timestamp', in: 'header', as: 'If-Modified-Since', timestamp: 'http-date' },
        Expires: { shape: 'timestamp', in: 'query', as: 'expires' },
        Part: { shape: 'integer', in: 'query', as: 'partNumber' },
        Wanted: { shape: 'Strings', in: 'header', as: 'X-Wanted' },
        Fields: { shape: 'Strings', in: 'query', as: 'field' },
      },
    },
    GetThingOutput: {
      type: 'structure',
      members: {
        Body: { shape: 'Body', in: 'payload' },
        ContentType: { shape: 'string', in: 'header', as: 'Content-Type' },
        LastModified: { shape: 'timestamp', in: 'header', as: 'Last-Modified' },
        Size: { shape: 'long', in: 'header', as: 'X-Size' },
        Archived: { shape: 'boolean', in: 'header', as: 'X-Archived' },
        Metadata: { shape: 'Metadata', in: 'headers', as: 'x-meta-' },
        Ratios: { shape: 'Numbers', in: 'header', as: 'X-Ratios' },
        Status: { shape: 'integer', in: 'status' },
      },
    },
    GetThingTagsRequest: {
      type: 'structure',
      members: {
        Shelf: { shape: 'string', required: true, in: 'label' },
        Key: { shape: 'string', required: true, in: 'label' },
      },
    },
    Tag: { type: 'structure', members: { Key: { shape: 'string', required: true }, Value: 'string' } },
    TagSet: { type: 'list', of: { shape: 'Tag', xmlName: 'Tag' } },
    Tagging: {
      type: 'structure',
      members: { TagSet: 'TagSet', Created: 'timestamp', Touched: { shape: 'timestamp', timestamp: 'epoch-seconds' } },
    },
    PutThingRequest: {
      type: 'structure',
      members: {
        Shelf: { shape: 'string', required: true, in: 'label' },
        Key: { shape: 'string', required: true, in: 'label' },
        Body: { shape: 'Body', in: 'payload' },
        Metadata: { shape: 'Metadata', in: 'headers', as: 'x-meta-' },
      },
    },
    PutThingPartRequest: {
      type: 'structure',
      members: {
        Shelf: { shape: 'string', required: true, in: 'label' },
        Key: { shape: 'string', required: true, in: 'label' },
        Part: { shape: 'integer', required: true, in: 'query', as: 'partNumber' },
        Upload: { shape: 'string', required: true, in: 'query', as: 'uploadId' },
        Body: { shape: 'Body', in: 'payload' },
      },
    },
    PutThingOutput: { type: 'structure', members: { ETag: { shape: 'string', in: 'header', as: 'ETag' } } },
    CopyThingRequest: {
      type: 'structure',
      members: {
        Shelf: { shape: 'string', required: true, in: 'label' },
        Key: { shape: 'string', required: true, in: 'label' },
        Source: { shape: 'string', required: true, in: 'header', as: 'x-copy-source' },
      },
    },
    CopyResult: { type: 'structure', members: { ETag: 'string', LastModified: 'timestamp' } },
    CopyThingOutput: {
      type: 'structure',
      members: {
        Result: { shape: 'CopyResult', in: 'payload' },
        Version: { shape: 'string', in: 'header', as: 'x-version' },
      },
    },
    Grantee: {
      type: 'structure',
      xmlNamespace: ['xsi', 'http://www.w3.org/2001/XMLSchema-instance'],
      members: {
        Type: { shape: 'string', required: true, xmlName: 'xsi:type', attribute: true },
        DisplayName: 'string',
      },
    },
    Grant: { type: 'structure', members: { Grantee: 'Grantee', Permission: 'string' } },
    Grants: { type: 'list', of: { shape: 'Grant', xmlName: 'Grant' } },
    Acl: {
      type: 'structure',
      xmlName: 'AccessControlPolicy',
      members: { Grants: { shape: 'Grants', xmlName: 'AccessControlList' } },
    },
    PutShelfAclRequest: {
      type: 'structure',
      members: { Shelf: { shape: 'string', required: true, in: 'label' }, Acl: { shape: 'Acl', in: 'payload' } },
    },
    Parameters: { type: 'map', key: 'string', of: 'string' },
    Labels: { type: 'map', key: { shape: 'string', xmlName: 'Name' }, of: { shape: 'string', xmlName: 'Text' } },
    DescribeShelfRequest: {
      type: 'structure',
      members: {
        Shelf: { shape: 'string', required: true, in: 'label' },
        Rest: { shape: 'Parameters', in: 'queries' },
        Tags: { shape: 'TagSet', xmlName: 'Tag', flat: true },
        Labels: 'Labels',
        More: { shape: 'Labels', flat: true },
        Data: 'blob',
        Ratio: 'double',
      },
    },
    DescribeShelfOutput: {
      type: 'structure',
      members: {
        Token: { shape: 'string', in: 'header', as: 'x-token' },
        Tags: { shape: 'TagSet', xmlName: 'Tag', flat: true },
        Names: 'Strings',
        Labels: 'Labels',
        More: { shape: 'Labels', flat: true },
        Data: 'blob',
        Ratio: 'double',
        Box: 'Box',
      },
    },
    Box: { type: 'structure', members: { Name: 'string', Inner: 'Box' } },
    NoSuchThing: {
      type: 'structure',
      error: { status: 404, fault: 'client' },
      members: { Key: 'string', Message: 'string' },
    },
    ShelfBroken: {
      type: 'structure',
      error: { status: 503, fault: 'server' },
      members: { message: 'string', Since: { shape: 'string', in: 'header', as: 'x-since' } },
    },
  },
};
