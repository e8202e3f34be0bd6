'use client'

import { useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import type { UserView } from '@/lib/domain/user-view'
import { OneTimePasswordNotice } from './one-time-password-notice'
import { UserActs } from './user-acts'
import { UserBadges } from './user-badges'

/** Who it is, and what can be done to them; a new password stands above it until the page is left. */
export function UserHeader({ user }: { user: UserView }) {
  const [password, setPassword] = useState<string>()
  return (
    <>
      {password ? (
        <OneTimePasswordNotice
          title={`The password of ${user.username} was reset.`}
          password={password}
          onDismiss={() => setPassword(undefined)}
        />
      ) : null}
      <div className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-3">
        <Avatar name={user.name} size={48} />
        <div className="min-w-0 grow">
          <h1 className="text-gl-h1 wrap-anywhere">
            <bdi>{user.name}</bdi>
          </h1>
          <p className="text-gl-subtle wrap-anywhere">
            @{user.username} <UserBadges user={user} />
          </p>
        </div>
        {user.isSelf ? null : <UserActs user={user} onReset={setPassword} />}
      </div>
    </>
  )
}
