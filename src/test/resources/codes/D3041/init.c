int mian(void)
{
	for (;;)
		;
}
