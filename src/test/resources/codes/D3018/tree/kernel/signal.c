SYSCALL_DEFINE0(pause)
{
	return wait_for_signal();
}
