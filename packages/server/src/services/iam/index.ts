import { defineService } from '../service.ts';
import { identitiesIn } from './identities.ts';
import { initial } from './migrations/001-initial.ts';
import type { IamState } from './operation.ts';
import { AddUserToGroup } from './operations/add-user-to-group.ts';
import { AttachGroupPolicy } from './operations/attach-group-policy.ts';
import { AttachRolePolicy } from './operations/attach-role-policy.ts';
import { AttachUserPolicy } from './operations/attach-user-policy.ts';
import { CreateAccessKey } from './operations/create-access-key.ts';
import { CreateAccountAlias } from './operations/create-account-alias.ts';
import { CreateGroup } from './operations/create-group.ts';
import { CreatePolicy } from './operations/create-policy.ts';
import { CreatePolicyVersion } from './operations/create-policy-version.ts';
import { CreateRole } from './operations/create-role.ts';
import { CreateUser } from './operations/create-user.ts';
import { DeleteAccessKey } from './operations/delete-access-key.ts';
import { DeleteAccountAlias } from './operations/delete-account-alias.ts';
import { DeleteGroup } from './operations/delete-group.ts';
import { DeleteGroupPolicy } from './operations/delete-group-policy.ts';
import { DeletePolicy } from './operations/delete-policy.ts';
import { DeletePolicyVersion } from './operations/delete-policy-version.ts';
import { DeleteRole } from './operations/delete-role.ts';
import { DeleteRolePolicy } from './operations/delete-role-policy.ts';
import { DeleteUser } from './operations/delete-user.ts';
import { DeleteUserPolicy } from './operations/delete-user-policy.ts';
import { DetachGroupPolicy } from './operations/detach-group-policy.ts';
import { DetachRolePolicy } from './operations/detach-role-policy.ts';
import { DetachUserPolicy } from './operations/detach-user-policy.ts';
import { GetAccessKeyLastUsed } from './operations/get-access-key-last-used.ts';
import { GetAccountSummary } from './operations/get-account-summary.ts';
import { GetGroup } from './operations/get-group.ts';
import { GetGroupPolicy } from './operations/get-group-policy.ts';
import { GetPolicy } from './operations/get-policy.ts';
import { GetPolicyVersion } from './operations/get-policy-version.ts';
import { GetRole } from './operations/get-role.ts';
import { GetRolePolicy } from './operations/get-role-policy.ts';
import { GetUser } from './operations/get-user.ts';
import { GetUserPolicy } from './operations/get-user-policy.ts';
import { ListAccessKeys } from './operations/list-access-keys.ts';
import { ListAccountAliases } from './operations/list-account-aliases.ts';
import { ListAttachedGroupPolicies } from './operations/list-attached-group-policies.ts';
import { ListAttachedRolePolicies } from './operations/list-attached-role-policies.ts';
import { ListAttachedUserPolicies } from './operations/list-attached-user-policies.ts';
import { ListEntitiesForPolicy } from './operations/list-entities-for-policy.ts';
import { ListGroupPolicies } from './operations/list-group-policies.ts';
import { ListGroups } from './operations/list-groups.ts';
import { ListGroupsForUser } from './operations/list-groups-for-user.ts';
import { ListPolicies } from './operations/list-policies.ts';
import { ListPolicyTags } from './operations/list-policy-tags.ts';
import { ListPolicyVersions } from './operations/list-policy-versions.ts';
import { ListRolePolicies } from './operations/list-role-policies.ts';
import { ListRoleTags } from './operations/list-role-tags.ts';
import { ListRoles } from './operations/list-roles.ts';
import { ListUserPolicies } from './operations/list-user-policies.ts';
import { ListUserTags } from './operations/list-user-tags.ts';
import { ListUsers } from './operations/list-users.ts';
import { PutGroupPolicy } from './operations/put-group-policy.ts';
import { PutRolePolicy } from './operations/put-role-policy.ts';
import { PutUserPolicy } from './operations/put-user-policy.ts';
import { RemoveUserFromGroup } from './operations/remove-user-from-group.ts';
import { SetDefaultPolicyVersion } from './operations/set-default-policy-version.ts';
import { TagPolicy } from './operations/tag-policy.ts';
import { TagRole } from './operations/tag-role.ts';
import { TagUser } from './operations/tag-user.ts';
import { UntagPolicy } from './operations/untag-policy.ts';
import { UntagRole } from './operations/untag-role.ts';
import { UntagUser } from './operations/untag-user.ts';
import { UpdateAccessKey } from './operations/update-access-key.ts';
import { UpdateAssumeRolePolicy } from './operations/update-assume-role-policy.ts';
import { UpdateGroup } from './operations/update-group.ts';
import { UpdateRole } from './operations/update-role.ts';
import { UpdateRoleDescription } from './operations/update-role-description.ts';
import { UpdateUser } from './operations/update-user.ts';
import { IamStore } from './store.ts';

/** AWS Identity and Access Management: roles, users, groups, policies and access keys of one account, in every region. */
export const iam = defineService<'iam', IamState>({
  name: 'iam',
  migrations: [initial],
  operations: {
    AddUserToGroup,
    AttachGroupPolicy,
    AttachRolePolicy,
    AttachUserPolicy,
    CreateAccessKey,
    CreateAccountAlias,
    CreateGroup,
    CreatePolicy,
    CreatePolicyVersion,
    CreateRole,
    CreateUser,
    DeleteAccessKey,
    DeleteAccountAlias,
    DeleteGroup,
    DeleteGroupPolicy,
    DeletePolicy,
    DeletePolicyVersion,
    DeleteRole,
    DeleteRolePolicy,
    DeleteUser,
    DeleteUserPolicy,
    DetachGroupPolicy,
    DetachRolePolicy,
    DetachUserPolicy,
    GetAccessKeyLastUsed,
    GetAccountSummary,
    GetGroup,
    GetGroupPolicy,
    GetPolicy,
    GetPolicyVersion,
    GetRole,
    GetRolePolicy,
    GetUser,
    GetUserPolicy,
    ListAccessKeys,
    ListAccountAliases,
    ListAttachedGroupPolicies,
    ListAttachedRolePolicies,
    ListAttachedUserPolicies,
    ListEntitiesForPolicy,
    ListGroupPolicies,
    ListGroups,
    ListGroupsForUser,
    ListPolicies,
    ListPolicyTags,
    ListPolicyVersions,
    ListRolePolicies,
    ListRoleTags,
    ListRoles,
    ListUserPolicies,
    ListUserTags,
    ListUsers,
    PutGroupPolicy,
    PutRolePolicy,
    PutUserPolicy,
    RemoveUserFromGroup,
    SetDefaultPolicyVersion,
    TagPolicy,
    TagRole,
    TagUser,
    UntagPolicy,
    UntagRole,
    UntagUser,
    UpdateAccessKey,
    UpdateAssumeRolePolicy,
    UpdateGroup,
    UpdateRole,
    UpdateRoleDescription,
    UpdateUser,
  },
  start({ storage, sealer, clock }) {
    const store = new IamStore(storage);
    return { store, ...identitiesIn(store, sealer, clock) };
  },
});
