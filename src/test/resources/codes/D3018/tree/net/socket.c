SYSCALL_DEFINE3(socket, int, family, int, type, int, protocol)
{
	return make_socket(family, type, protocol);
}
